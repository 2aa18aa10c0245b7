import type { LiveSpool } from '../inputs/live/live-inputs.ts'
import { spoolFolderObservation, spoolItemObservation } from '../inputs/spool-folder.ts'
import type { LiveItem } from '../model/live-view.ts'
import type { Observation, ObservationKind, SpoolItemObservation } from '../model/observation.ts'
import type { InputSummary } from '../model/tally.ts'

/** Kinds of observations that may become outdated. All others stay true forever. */
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
 * Creates the observations that describe the current state: the time, the spools with their items,
 * and how far each input is read. `fixedStates` are added unchanged.
 */
export function stateObservations(
  fixedStates: readonly Observation[],
  spools: readonly LiveSpool[],
  inputs: readonly InputSummary[],
  now: number,
): Observation[] {
  return [
    tickObservation(now),
    ...fixedStates,
    ...spools.flatMap(spoolObservations),
    ...inputs.map((input): Observation => ({ kind: 'input', source: { path: input.path }, input })),
  ]
}

/** Creates the observation of the current time, in milliseconds UTC. */
export const tickObservation = (now: number): Observation => ({
  kind: 'tick',
  at: now,
  from: 'the clock of this machine',
  source: { path: '--as-of' },
})

function spoolObservations(spool: LiveSpool): Observation[] {
  return [
    spoolFolderObservation(spool),
    ...[...spool.items.values()].map(cachedSpoolItemObservation),
  ]
}

const spoolItemCache = new WeakMap<LiveItem, SpoolItemObservation>()

/** Returns the same object for an unchanged item: the state is rebuilt often, with many items. */
function cachedSpoolItemObservation(item: LiveItem): SpoolItemObservation {
  const observation = spoolItemCache.get(item) ?? spoolItemObservation(item)
  spoolItemCache.set(item, observation)
  return observation
}
