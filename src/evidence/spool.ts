import { defined } from '../model/defined.ts'
import { formatBytes, formatCount, formatDuration, seconds } from '../model/duration.ts'
import { defineEvidence } from '../model/evidence.ts'
import type { Fact } from '../model/fact.ts'
import { formatMoment, toIsoTime } from '../model/moment.ts'
import type { SpoolFolderObservation, SpoolItemObservation } from '../model/observation.ts'
import type { MissingEvidence, RemedyStep } from '../model/rule.ts'
import { type CaseTime, caseTime } from './case-time.ts'
import { copySpoolCommand } from './collect-commands.ts'
import { manifestCommand } from './manifest-command.ts'
import { type SpoolSnapshot, SpoolSnapshotBuilder } from './spool-snapshot.ts'

/** One user's History Spooler. */
export interface Spool {
  readonly user?: string
  readonly folder: string
  /**
   * Earliest first; never empty. Those without a time of their own stand where their latest item
   * puts them.
   */
  readonly snapshots: readonly SpoolSnapshot[]
  readonly current: SpoolSnapshot
  /**
   * The moment to judge it at, milliseconds UTC: the one given, else when it was listed, for later
   * nobody has looked, else the case’s.
   */
  readonly at?: number
}

interface SpoolOwner {
  readonly user?: string
  readonly snapshots: Map<string, SpoolSnapshotBuilder>
}

/** Where something that was seen belongs. */
interface Found {
  readonly seen: SpoolFolderObservation | SpoolItemObservation
  readonly owner: SpoolOwner
  readonly key: string
  readonly snapshot: SpoolSnapshotBuilder
}

const MOST_OWNERS = 200
/** The first and the latest ones are kept. */
const MOST_SNAPSHOTS = 8

export const spoolMissing: MissingEvidence = {
  evidence: 'the History Spooler',
  how: 'On the user’s machine, in PowerShell, write a manifest, which keeps the times and is enough; or copy the folder with its times. A zip of Tracing alone does not hold it.',
  commands: [manifestCommand, copySpoolCommand],
}

/** First of all whatever else is done to the client. */
export const copySpoolStep: RemedyStep = {
  do: 'Copy the spool to a safe place first (in PowerShell): Microsoft’s fix for sign-in problems deletes its parent folder sip_<user@domain>, and every unsent message with it.',
  commands: [copySpoolCommand],
  verify: 'The copy holds as many files, with the same times, as the original.',
}

/**
 * What waits in each History Spooler that was looked at; an empty list means that none was, not
 * that it is empty. Times of a manifest or listing win over those of the folder itself, which may
 * be a copy: file times do not survive every copying.
 */
export const spool = defineEvidence<readonly Spool[]>({
  name: 'History Spooler',
  start() {
    const owners = new Map<string, SpoolOwner>()
    const time = caseTime.start()
    let last: Found | undefined
    const snapshotOf = (
      seen: SpoolFolderObservation | SpoolItemObservation,
    ): SpoolSnapshotBuilder | undefined => {
      // The items of a listing come one after another, and there may be a million.
      if (last && isOfSame(seen, last.seen) && last.owner.snapshots.get(last.key) === last.snapshot)
        return last.snapshot
      const owner = ownerOf(seen, owners)
      if (!owner) return undefined
      const { via, folder, machine, takenAt, source } = seen
      const place = via === 'folder' ? folderKey(folder) : source.path
      const key = `${via}|${takenAt ?? ''}|${place}`
      let snapshot = owner.snapshots.get(key)
      if (!snapshot) {
        const known = {
          ...defined({ takenAt, machine }),
        }
        snapshot = new SpoolSnapshotBuilder({ via, folder, source, ...known })
        owner.snapshots.set(key, snapshot)
        forget(owner.snapshots)
      }
      last = { seen, owner, key, snapshot }
      return snapshot
    }
    return {
      listeners: {
        ...time.listeners,
        'spool-folder'(seen) {
          const snapshot = snapshotOf(seen)
          if (seen.isPartial) snapshot?.setPartial()
        },
        'spool-item'(seen) {
          time.listeners['spool-item']?.(seen)
          snapshotOf(seen)?.add(seen)
        },
      },
      result() {
        const asOf = time.result()
        return [...owners.values()].flatMap(spoolsOf).map((one) => judged(one, asOf))
      },
    }
  },
  facts(spools) {
    if (spools.length === 0) return {}
    const snapshots = spools.map(({ current }) => current)
    const sources = snapshots.map(({ source }) => source)
    const items = snapshots.reduce((sum, snapshot) => sum + snapshot.itemCount, 0)
    const bytes = snapshots.reduce((sum, snapshot) => sum + snapshot.byteCount, 0)
    const vias = [...new Set(snapshots.map(({ via }) => VIA[via]))].join(' and ')
    const where =
      spools.length === 1 ? (spools[0]?.user ?? 'one user') : formatCount(spools.length, 'spool')
    return {
      spoolItems: {
        label: 'Spooled items',
        value: items,
        text: `${formatCount(items, 'item')} of ${where}, as ${vias}`,
        sources,
      },
      ...(snapshots.some(({ unsizedCount }) => unsizedCount > 0)
        ? {}
        : { spoolBytes: { label: 'Spool size', value: bytes, text: formatBytes(bytes), sources } }),
      ...oldestFact(spools),
    }
  },
})

function judged(one: Spool, asOf: CaseTime | undefined): Spool {
  const at = asOf?.statedBy === 'user' ? asOf.at : (one.current.takenAt ?? asOf?.at)
  return at === undefined ? one : { ...one, at }
}

function oldestFact(spools: readonly Spool[]): Record<string, Fact> {
  const [oldest] = spools
    .flatMap(({ current, at }) => current.oldest.slice(0, 1).map((item) => ({ ...item, at })))
    .sort((left, right) => left.since - right.since)
  if (!oldest) return {}
  const { name, since, at, source } = oldest
  const age =
    at === undefined || at - since < seconds(1) ? '' : `waited ${formatDuration(at - since)}, `
  const text = `${name}, ${age}since ${formatMoment(since)}`
  return {
    oldestSpooled: {
      label: 'Oldest spooled item',
      value: toIsoTime(since),
      text,
      sources: [source],
    },
  }
}

const VIA = {
  folder: 'the folder itself shows',
  listing: 'a listing shows',
  manifest: 'the manifest shows',
}

const folderKey = (folder: string): string => folder.replaceAll('\\', '/').toLowerCase()

function ownerOf(
  { user, folder }: SpoolFolderObservation | SpoolItemObservation,
  owners: Map<string, SpoolOwner>,
): SpoolOwner | undefined {
  // Lync 2013 and Skype for Business 2016 have a spool each:
  // …/Office/15.0/Lync/sip_kim@contoso.example/History Spooler
  const version = /[\\/]15\.0[\\/]/.test(folder) ? ' 15.0' : ''
  const key = `${user ?? folderKey(folder)}${version}`
  let owner = owners.get(key)
  if (!owner && owners.size < MOST_OWNERS) {
    owner = { snapshots: new Map(), ...defined({ user }) }
    owners.set(key, owner)
  }
  return owner
}

/** Whether all is the same that says whose snapshot something belongs to, and which. */
const isOfSame = (one: Found['seen'], other: Found['seen']): boolean =>
  one.folder === other.folder &&
  one.user === other.user &&
  one.via === other.via &&
  one.takenAt === other.takenAt &&
  one.source.path === other.source.path

/** Drops the second earliest when there are too many: a span is told by its ends. */
function forget(snapshots: Map<string, SpoolSnapshotBuilder>): void {
  if (snapshots.size <= MOST_SNAPSHOTS) return
  const second = [...snapshots].sort(([, left], [, right]) => left.sortTime - right.sortTime)[1]
  if (second) snapshots.delete(second[0])
}

function spoolsOf({ user, snapshots }: SpoolOwner): Spool[] {
  const inOrder = [...snapshots.values()]
    .sort((left, right) => left.sortTime - right.sortTime)
    .map((count) => count.result())
  const noted = inOrder.filter(({ via }) => via !== 'folder')
  const groups =
    noted.length > 0
      ? byMachine(noted).flatMap(apart)
      : groupBy(inOrder, ({ folder }) => folderKey(folder))
  return groups.flatMap((group) => {
    const current = group.at(-1)
    return current
      ? [
          {
            folder: current.folder,
            snapshots: group,
            current,
            ...defined({ user }),
          },
        ]
      : []
  })
}

const byMachine = (snapshots: readonly SpoolSnapshot[]): SpoolSnapshot[][] =>
  groupBy(snapshots, ({ machine = '' }) => machine.toLowerCase())

/**
 * Snapshots taken at the same moment as the latest are not of one spool, or it is not known which
 * is right: each stands for itself.
 */
function apart(snapshots: readonly SpoolSnapshot[]): SpoolSnapshot[][] {
  const latest = snapshots.at(-1)?.takenAt
  const together = snapshots.filter(({ takenAt }) => takenAt !== undefined && takenAt === latest)
  if (together.length < 2) return [[...snapshots]]
  const earlier = snapshots.filter((snapshot) => !together.includes(snapshot))
  return together.map((one) => [...(one === together[0] ? earlier : []), one])
}

function groupBy(
  snapshots: readonly SpoolSnapshot[],
  keyOf: (snapshot: SpoolSnapshot) => string,
): SpoolSnapshot[][] {
  const groups = new Map<string, SpoolSnapshot[]>()
  for (const snapshot of snapshots) {
    const key = keyOf(snapshot)
    groups.set(key, [...(groups.get(key) ?? []), snapshot])
  }
  return [...groups.values()]
}
