import type { SpooledItemHistory } from '../journeys/offline-trail.ts'
import { defined } from '../model/defined.ts'
import type { Spool } from './spool.ts'
import { MAX_DETAILED_ITEMS, type SpooledItem, type SpoolSnapshot } from './spool-snapshot.ts'

/**
 * The items that wait in the spools, and those that are in an earlier snapshot but not in a later
 * one.
 */
export const spooledItemHistories = (spools: readonly Spool[]): SpooledItemHistory[] =>
  spools.flatMap(historiesOf)

function historiesOf({ user, folder, snapshots, current, at }: Spool): SpooledItemHistory[] {
  const toHistory = ({ name, since, source }: SpooledItem): SpooledItemHistory => ({
    key: `${folder.replaceAll('\\', '/')}/${name}`,
    name,
    since,
    source,
    ...defined({ user }),
  })
  const goneItems = snapshots.slice(0, -1).flatMap((earlier, index): SpooledItemHistory[] => {
    const later = snapshots[index + 1] ?? current
    const goneAt = later.takenAt
    return goneAt === undefined
      ? []
      : findGoneItems(earlier, later).map((item) => ({
          ...toHistory(item),
          goneAt,
          mayHaveGoneEarlier: true,
        }))
  })
  return [
    ...goneItems,
    ...current.oldest.map((item) => ({ ...toHistory(item), ...defined({ analyzedAt: at }) })),
  ]
}

/**
 * The items of the earlier snapshot that the later one no longer contains. A snapshot of many items
 * lists only the oldest, so items that are too recent for that list are left out. Empty when the
 * later snapshot has items without a time, because it does not list those either.
 */
function findGoneItems(earlier: SpoolSnapshot, later: SpoolSnapshot): readonly SpooledItem[] {
  if (later.untimedCount > 0) return []
  const laterNames = new Set(later.oldest.map(({ name }) => name))
  const listedUntil =
    later.oldest.length < MAX_DETAILED_ITEMS
      ? Number.POSITIVE_INFINITY
      : (later.oldest.at(-1)?.since ?? 0)
  if (later.untimedCount > 0 || later.isPartial) return []
  return earlier.oldest.filter(({ name, since }) => !laterNames.has(name) && since < listedUntil)
}
