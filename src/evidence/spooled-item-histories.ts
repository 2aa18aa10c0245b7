import type { SpooledItemHistory } from '../journeys/offline-trail.ts'
import { defined } from '../model/defined.ts'
import type { Spool } from './spool.ts'
import { MAX_DETAILED_ITEMS, type SpooledItem, type SpoolSnapshot } from './spool-snapshot.ts'

/**
 * The items that wait in the spools, and those that an earlier snapshot shows and a later one no
 * longer.
 */
export const spooledItemHistories = (spools: readonly Spool[]): SpooledItemHistory[] =>
  spools.flatMap(itemsOf)

function itemsOf({ user, folder, snapshots, current, at }: Spool): SpooledItemHistory[] {
  const once = ({ name, since, source }: SpooledItem): SpooledItemHistory => ({
    key: `${folder.replaceAll('\\', '/')}/${name}`,
    name,
    since,
    source,
    ...defined({ user }),
  })
  const gone = snapshots.slice(0, -1).flatMap((earlier, index): SpooledItemHistory[] => {
    const later = snapshots[index + 1] ?? current
    const goneAt = later.takenAt
    return goneAt === undefined
      ? []
      : missingIn(later, earlier).map((item) => ({ ...once(item), goneAt, goneBy: true }))
  })
  return [
    ...gone,
    ...current.oldest.map((item) => ({
      ...once(item),
      ...defined({ seenAt: at }),
    })),
  ]
}

/** Only where the later snapshot shows all items so old: of very many it has the oldest alone. */
function missingIn(later: SpoolSnapshot, earlier: SpoolSnapshot): readonly SpooledItem[] {
  const there = new Set(later.oldest.map(({ name }) => name))
  const shown =
    later.oldest.length < MAX_DETAILED_ITEMS
      ? Number.POSITIVE_INFINITY
      : (later.oldest.at(-1)?.since ?? 0)
  return later.untimedCount > 0 || later.isPartial
    ? []
    : earlier.oldest.filter(({ name, since }) => !there.has(name) && since < shown)
}
