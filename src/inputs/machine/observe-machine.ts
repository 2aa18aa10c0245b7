import type { Observation, ObservationKind } from '../../model/observation.ts'
import { createWantedRecords } from '../../scan/matcher.ts'
import { readCase } from '../read-case.ts'
import { type MachineFacts, machineInputs } from './machine-facts.ts'

/** Facts that stay true while a machine is watched. */
const LASTING_KINDS: ReadonlySet<ObservationKind> = new Set(['registry-value', 'client-program'])

/** The settings and the client of a machine, for a session that watches it. */
export async function observeMachine(facts: MachineFacts, now: number): Promise<Observation[]> {
  const observations: Observation[] = []
  await readCase(machineInputs(facts, now), {
    wanted: createWantedRecords([]),
    codePage: 'windows-1252',
    onObservation(observation) {
      if (LASTING_KINDS.has(observation.kind)) observations.push(observation)
    },
  })
  return observations
}
