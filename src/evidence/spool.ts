import { defined } from '../model/defined.ts'
import { formatBytes, formatCount, formatDuration, seconds } from '../model/duration.ts'
import { defineEvidence } from '../model/evidence.ts'
import type { Fact } from '../model/fact.ts'
import { formatMoment, toIsoTime } from '../model/moment.ts'
import type { SpoolFolderObservation, SpoolItemObservation } from '../model/observation.ts'
import type { MissingEvidence, PlannableStep } from '../model/rule.ts'
import { type CaseTime, caseTime } from './case-time.ts'
import { copySpoolCommand } from './collect-commands.ts'
import { manifestCommand } from './manifest-command.ts'
import { type SpoolSnapshot, SpoolSnapshotBuilder } from './spool-snapshot.ts'

/** One user's History Spooler. */
export interface Spool {
  readonly user?: string
  readonly folder: string
  /**
   * Earliest first; never empty. A snapshot without a time of its own is ordered by the time of its
   * newest item.
   */
  readonly snapshots: readonly SpoolSnapshot[]
  /** The latest snapshot. */
  readonly current: SpoolSnapshot
  /**
   * The moment as of which this spool is analyzed, milliseconds UTC: the one that the user passed,
   * else when `current` was taken, else that of the case. Undefined without any.
   */
  readonly at?: number
}

/** A user of one version of the client, with the snapshots by key. */
interface SpoolOwner {
  readonly user?: string
  readonly snapshots: Map<string, SpoolSnapshotBuilder>
}

type SpoolObservation = SpoolFolderObservation | SpoolItemObservation

/** The snapshot that an observation belongs to. */
interface SnapshotEntry {
  readonly observation: SpoolObservation
  readonly owner: SpoolOwner
  readonly key: string
  readonly snapshot: SpoolSnapshotBuilder
}

/**
 * Damaged or hostile input may contain any number.
 * Limit: owners of spools that are told apart.
 * Beyond: further ones are left out.
 */
const MAX_OWNERS = 200
/**
 * The earliest and the latest ones are kept.
 * Limit: snapshots of one spool that are kept.
 * Beyond: the second earliest is left out.
 */
const MAX_SNAPSHOTS = 8

export const spoolMissing: MissingEvidence = {
  evidence: 'the History Spooler',
  how:
    'On the user’s machine, in PowerShell, write a manifest: it records the times, and nothing ' +
    'else is needed. Or copy the folder with its times. A zip of Tracing alone does not contain ' +
    'the History Spooler.',
  commands: [manifestCommand, copySpoolCommand],
}

/** The first step of a remedy that changes anything on the client. */
export const copySpoolStep: PlannableStep = {
  role: 'user',
  phase: 'preserve',
  condition: 'spooled',
  do:
    'Copy the spool to a safe place first (in PowerShell). Microsoft’s fix for sign-in problems ' +
    'deletes its parent folder sip_<user@domain> and every unsent message in it.',
  commands: [copySpoolCommand],
  verify: 'The copy contains the same number of files as the original, with the same times.',
}

/**
 * The last step of a remedy whose change reaches the client at sign-in. `verify`: how to see that
 * it did.
 */
export const signInAgainStep = (verify: string): PlannableStep => ({
  role: 'user',
  phase: 'apply',
  do: 'Sign out of Skype for Business, exit it and sign in again. Leave the spool where it is.',
  verify,
})

/**
 * The items that wait in each collected History Spooler. An empty list means that no spool was
 * collected, not that a spool is empty. Times from a manifest or listing take precedence over those
 * of the folder itself, because the folder may be a copy whose times were not preserved.
 */
export const spool = defineEvidence<readonly Spool[]>({
  name: 'History Spooler',
  start() {
    const owners = new Map<string, SpoolOwner>()
    const time = caseTime.start()
    let last: SnapshotEntry | undefined
    const snapshotOf = (observation: SpoolObservation): SpoolSnapshotBuilder | undefined => {
      // A listing may have a million items in a row: this finds their snapshot without a new key.
      if (
        last &&
        isSameSnapshot(observation, last.observation) &&
        last.owner.snapshots.get(last.key) === last.snapshot
      )
        return last.snapshot
      const owner = ownerOf(observation, owners)
      if (!owner) return undefined
      const { via, folder, machine, takenAt, source } = observation
      const location = via === 'folder' ? folderKey(folder) : source.path
      const key = `${via}|${takenAt ?? ''}|${location}`
      let snapshot = owner.snapshots.get(key)
      if (!snapshot) {
        const optional = defined({ takenAt, machine })
        snapshot = new SpoolSnapshotBuilder({ via, folder, source, ...optional })
        owner.snapshots.set(key, snapshot)
        dropSecondEarliest(owner.snapshots)
      }
      last = { observation, owner, key, snapshot }
      return snapshot
    }
    return {
      listeners: {
        ...time.listeners,
        'spool-folder'(observation) {
          const snapshot = snapshotOf(observation)
          if (observation.isPartial) snapshot?.setPartial()
        },
        'spool-item'(observation) {
          time.listeners['spool-item']?.(observation)
          snapshotOf(observation)?.add(observation)
        },
      },
      result() {
        const asOf = time.result()
        return [...owners.values()]
          .flatMap(spoolsOf)
          .map((spool) => ({ ...spool, ...defined({ at: analysisTime(spool, asOf) }) }))
      },
    }
  },
  facts(spools) {
    if (spools.length === 0) return {}
    const snapshots = spools.map(({ current }) => current)
    const sources = snapshots.map(({ source }) => source)
    const itemCount = snapshots.reduce((sum, snapshot) => sum + snapshot.itemCount, 0)
    const byteCount = snapshots.reduce((sum, snapshot) => sum + snapshot.byteCount, 0)
    const origins = [...new Set(snapshots.map(({ via }) => ORIGIN_TEXTS[via]))].join(' and ')
    const owner =
      spools.length === 1 ? (spools[0]?.user ?? 'one user') : formatCount(spools.length, 'spool')
    return {
      spoolItems: {
        label: 'Spooled items',
        value: itemCount,
        text: `${formatCount(itemCount, 'item')} of ${owner}, as ${origins}`,
        sources,
      },
      ...defined({
        spoolBytes: snapshots.some(({ unsizedCount }) => unsizedCount > 0)
          ? undefined
          : { label: 'Spool size', value: byteCount, text: formatBytes(byteCount), sources },
      }),
      ...oldestFact(spools),
    }
  },
})

/** See `Spool.at`. */
const analysisTime = ({ current }: Spool, asOf: CaseTime | undefined): number | undefined =>
  asOf?.statedBy === 'user' ? asOf.at : (current.takenAt ?? asOf?.at)

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

const ORIGIN_TEXTS = {
  folder: 'the folder itself shows',
  listing: 'a listing shows',
  manifest: 'the manifest shows',
}

const folderKey = (folder: string): string => folder.replaceAll('\\', '/').toLowerCase()

/** The owner of a spool; undefined for a new one beyond `MAX_OWNERS`. */
function ownerOf(
  { user, folder }: SpoolObservation,
  owners: Map<string, SpoolOwner>,
): SpoolOwner | undefined {
  // A user of Lync 2013 and Skype for Business 2016 has a spool for each:
  // …/Office/15.0/Lync/sip_kim@contoso.example/History Spooler
  const version = /[\\/]15\.0[\\/]/.test(folder) ? ' 15.0' : ''
  const key = `${user ?? folderKey(folder)}${version}`
  let owner = owners.get(key)
  if (!owner && owners.size < MAX_OWNERS) {
    owner = { snapshots: new Map(), ...defined({ user }) }
    owners.set(key, owner)
  }
  return owner
}

/** Whether two observations belong to the same snapshot of the same spool. */
const isSameSnapshot = (left: SpoolObservation, right: SpoolObservation): boolean =>
  left.folder === right.folder &&
  left.user === right.user &&
  left.via === right.via &&
  left.takenAt === right.takenAt &&
  left.source.path === right.source.path

/** Drops a snapshot beyond `MAX_SNAPSHOTS`. A trend needs the earliest one and the latest ones. */
function dropSecondEarliest(snapshots: Map<string, SpoolSnapshotBuilder>): void {
  if (snapshots.size <= MAX_SNAPSHOTS) return
  const second = [...snapshots].sort(([, left], [, right]) => left.sortTime - right.sortTime)[1]
  if (second) snapshots.delete(second[0])
}

function spoolsOf({ user, snapshots }: SpoolOwner): Spool[] {
  const all = [...snapshots.values()]
    .sort((left, right) => left.sortTime - right.sortTime)
    .map((builder) => builder.result())
  const listed = all.filter(({ via }) => via !== 'folder')
  const groups =
    listed.length > 0
      ? groupByMachine(listed).flatMap(splitSimultaneous)
      : groupBy(all, ({ folder }) => folderKey(folder))
  return groups.flatMap((group) => {
    const current = group.at(-1)
    return current
      ? [{ folder: current.folder, snapshots: group, current, ...defined({ user }) }]
      : []
  })
}

const groupByMachine = (snapshots: readonly SpoolSnapshot[]): SpoolSnapshot[][] =>
  groupBy(snapshots, ({ machine = '' }) => machine.toLowerCase())

/**
 * Splits a group if several of its snapshots were taken at the time of the latest one. They show
 * different spools, or it is unknown which is right, so each becomes the current one of a group.
 */
function splitSimultaneous(snapshots: readonly SpoolSnapshot[]): SpoolSnapshot[][] {
  const latest = snapshots.at(-1)?.takenAt
  const simultaneous = snapshots.filter(
    ({ takenAt }) => takenAt !== undefined && takenAt === latest,
  )
  const [first, ...others] = simultaneous
  if (first === undefined || others.length === 0) return [[...snapshots]]
  const earlier = snapshots.filter((snapshot) => !simultaneous.includes(snapshot))
  return [[...earlier, first], ...others.map((snapshot) => [snapshot])]
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
