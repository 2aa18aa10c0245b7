import type { LiveSpool } from '../inputs/live/live-inputs.ts'
import { spoolFolderObservation, spoolItemObservation } from '../inputs/spool-folder.ts'
import type { Observation, ObservationKind } from '../model/observation.ts'
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
 * Yields the observations that describe the current state: the time, the spools with their items,
 * and how far each input is read. `fixedStates` are added unchanged. One at a time: a spool may have
 * many items, and the state is made again after each change.
 */
export function* stateObservations(
  fixedStates: readonly Observation[],
  spools: readonly LiveSpool[],
  inputs: readonly InputSummary[],
  now: number,
): Generator<Observation> {
  yield tickObservation(now)
  yield* fixedStates
  for (const spool of spools) {
    yield spoolFolderObservation(spool)
    for (const item of spool.items.values()) yield spoolItemObservation(item)
  }
  for (const input of inputs) yield { kind: 'input', source: { path: input.path }, input }
}

/** Creates the observation of the current time, in milliseconds UTC. */
export const tickObservation = (now: number): Observation => ({
  kind: 'tick',
  at: now,
  from: 'the clock of this machine',
  source: { path: '--as-of' },
})
