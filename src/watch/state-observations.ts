import type { LiveSpool } from '../inputs/live/live-inputs.ts'
import {
  spoolItemObservation as newSpoolItemObservation,
  spoolFolderObservation,
} from '../inputs/spool-folder.ts'
import type { LiveItem } from '../model/live-view.ts'
import type { Observation, ObservationKind, SpoolItemObservation } from '../model/observation.ts'
import type { InputSummary } from '../model/tally.ts'

/** What may change while it is watched; all else that is noticed stays true. */
export const STATE_KINDS: ReadonlySet<ObservationKind> = new Set([
  'spool-folder',
  'spool-item',
  'input',
  'collected',
  'tick',
  'incident',
])

export const isState = ({ kind }: Observation): boolean => STATE_KINDS.has(kind)

/**
 * How things are now: what the user told, what lists and manifests say, each spool with its items,
 * each input as far as it is read.
 */
export function stateObservations(
  told: readonly Observation[],
  spools: readonly LiveSpool[],
  inputs: readonly InputSummary[],
  now: number,
): Observation[] {
  const tick: Observation = {
    kind: 'tick',
    at: now,
    from: 'the clock of this machine',
    source: { path: '--as-of' },
  }
  return [
    tick,
    ...told,
    ...spools.flatMap(spoolObservations),
    ...inputs.map((input): Observation => ({ kind: 'input', source: { path: input.path }, input })),
  ]
}

function spoolObservations(spool: LiveSpool): Observation[] {
  return [
    spoolFolderObservation(spool),
    ...[...spool.items.values()].map(cachedSpoolItemObservation),
  ]
}

const spoolItemCache = new WeakMap<LiveItem, SpoolItemObservation>()

/** The same observation as long as an item is the same: thousands are told again and again. */
function cachedSpoolItemObservation(item: LiveItem): SpoolItemObservation {
  const known = spoolItemCache.get(item) ?? newSpoolItemObservation(item)
  spoolItemCache.set(item, known)
  return known
}
