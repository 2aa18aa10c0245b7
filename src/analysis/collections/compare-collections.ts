import { formatDuration, minutes } from '../../model/duration.ts'
import type { Collection } from './collection.ts'
import type { Identity } from './input-identity.ts'

/** How two collections relate. `reason` completes the sentence `“a” and “b” …`. */
export type Relation =
  | { readonly kind: 'conflict'; readonly reason: string; readonly isOfUsers?: boolean }
  | { readonly kind: 'link' }
  | { readonly kind: 'none' }

/**
 * Snapshots of one machine that were taken within this time are one case: they show a trend.
 * INFERRED: a fault is reproduced and collected again within a day.
 */
const MAX_SNAPSHOT_DISTANCE_MS = minutes(24 * 60)
/** Logs of one client that overlap have at least this share of their packets in common. */
const MIN_SHARED_PACKETS = 0.5
/** A log may end in the second in which the next one begins. */
const MIN_OVERLAP_MS = minutes(1)

const NONE: Relation = { kind: 'none' }
const LINK: Relation = { kind: 'link' }
const conflict = (reason: string): Relation => ({ kind: 'conflict', reason })

/**
 * Decides whether two collections can be of one case. Symmetric. Files that lie side by side in one
 * folder are taken apart only where that is certain.
 */
export function compareCollections(left: Collection, right: Collection): Relation {
  const [a, b] = [left.identity, right.identity]
  const sideBySide = left.looseIn !== undefined && left.looseIn === right.looseIn
  // The names are left out: redaction does not know every name of a machine.
  if (areDisjoint(a.machines, b.machines)) return conflict('are from different machines')
  const sameMachine = intersect(a.machines, b.machines)
  const overlap = a.from <= b.to && b.from <= a.to
  const isUncertain = sideBySide && !overlap
  if (areDisjoint(a.users, b.users) && !sameMachine && !isUncertain) {
    const reason = `are of different users (${namesOf(a.users, b.users)})`
    return { kind: 'conflict', reason, isOfUsers: true }
  }
  if (isCopy(left, right) || isCopy(right, left)) return LINK
  if (areDisjoint(a.builds, b.builds) && !isUncertain)
    return conflict(`are from clients of different builds (${namesOf(a.builds, b.builds)})`)
  if (!sameMachine && !isUncertain && haveOtherClientIds(a, b))
    return conflict('are from different clients of one user, by the ids that they signed in with')
  if (haveOtherPackets(a, b, sideBySide)) {
    const reason = 'have logs of the same time with other packets'
    return { kind: 'conflict', reason, isOfUsers: areDisjoint(a.users, b.users) }
  }
  if (!sideBySide && haveSameKinds(left, right)) {
    const apart = compareTimes(left, right)
    if (apart) return apart
  }
  return sameMachine || intersect(a.users, b.users) || intersectsBuilds(a, b) ? LINK : NONE
}

/** Compares two collections that hold the same kinds of files of a client. */
function compareTimes(left: Collection, right: Collection): Relation | undefined {
  const distance = distanceOf(left.identity, right.identity)
  if (distance === 0) {
    const name = findDifference(left, right)
    return name === undefined
      ? undefined
      : conflict(`are of the same moment, but differ in ${name}`)
  }
  if (distance === undefined || distance <= MAX_SNAPSHOT_DISTANCE_MS) return undefined
  const bothHaveLogs = [left, right].every(({ identity }) => identity.from <= identity.to)
  return bothHaveLogs ? conflict(`were collected ${formatDuration(distance)} apart`) : undefined
}

/** Milliseconds between the collection times, else between the ends of the logs. */
function distanceOf(left: Identity, right: Identity): number | undefined {
  if (left.collected.size > 0 && right.collected.size > 0)
    return Math.min(
      ...[...left.collected].flatMap((at) =>
        [...right.collected].map((other) => Math.abs(at - other)),
      ),
    )
  const distance = Math.abs(left.to - right.to)
  return Number.isFinite(distance) ? distance : undefined
}

/** The name of a file that both have with other content. */
const findDifference = (left: Collection, right: Collection): string | undefined =>
  [...left.contents]
    .filter(([name, contents]) => areDisjoint(contents, right.contents.get(name) ?? new Set()))
    .map(([name]) => name)
    .sort()[0]

/** Whether all contents of one are also in the other. */
function isCopy(part: Collection, whole: Collection): boolean {
  const all = new Set([...whole.contents.values()].flatMap((contents) => [...contents]))
  return [...part.contents.values()].every((contents) =>
    [...contents].every((content) => all.has(content)),
  )
}

const haveSameKinds = (left: Collection, right: Collection): boolean =>
  intersect(left.clientNames, right.clientNames)

/** Whether the client logs, where both cover the same time, have mostly other packets. */
function haveOtherPackets(a: Identity, b: Identity, mustBeAll: boolean): boolean {
  const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)]
  if (to - from < MIN_OVERLAP_MS) return false
  const share = a.packets.sharedShare(b.packets, from, to)
  return share !== undefined && (mustBeAll ? share === 0 : share < MIN_SHARED_PACKETS)
}

/** Whether a user signed in with a client that has another id of the same kind. */
function haveOtherClientIds(a: Identity, b: Identity): boolean {
  const ofKind = (ids: ReadonlySet<string>, kind: string) =>
    new Set([...ids].filter((id) => kindOfId(id) === kind))
  const kinds = new Set([...a.clientIds].map(kindOfId))
  return [...kinds].some((kind) =>
    areDisjoint(ofKind(a.clientIds, kind), ofKind(b.clientIds, kind)),
  )
}

/** kim@contoso.example epid 0011223344 → kim@contoso.example epid */
const kindOfId = (id: string): string => id.slice(0, id.lastIndexOf(' '))

const intersectsBuilds = (a: Identity, b: Identity): boolean =>
  intersect(a.installedBuilds, b.builds) || intersect(a.builds, b.installedBuilds)

const intersect = <T>(left: ReadonlySet<T>, right: ReadonlySet<T>): boolean =>
  [...left].some((value) => right.has(value))

/** Whether both are known and have nothing in common. */
const areDisjoint = <T>(left: ReadonlySet<T>, right: ReadonlySet<T>): boolean =>
  left.size > 0 && right.size > 0 && !intersect(left, right)

/** In alphabetical order, so that the text does not depend on the names of folders. */
const namesOf = (left: ReadonlySet<string>, right: ReadonlySet<string>): string =>
  [...left, ...right].sort().slice(0, 4).join(', ')
