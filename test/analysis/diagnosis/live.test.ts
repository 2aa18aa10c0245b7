import { expect, it } from 'vitest'
import { buildCaseReport } from '../../../src/analysis/case-report.ts'
import { minutes } from '../../../src/model/duration.ts'
import type { Observation } from '../../../src/model/observation.ts'
import { isState, STATE_KINDS } from '../../../src/watch/state-observations.ts'
import {
  ALEX,
  AS_OF,
  archiving,
  createEngine,
  ewsAttempt,
  ewsInformation,
  KIM,
  offlineMessage,
  reportOn,
  signIn,
  soundClient,
  spooledItem,
  spoolOf,
  withOwnSources,
} from '../../support/diagnosis.ts'
import { NOON, tick } from '../../support/observations.ts'

/**
 * The report of a watched case: events arrive one after the other, and the state is replaced again
 * and again, at first by an empty one.
 */
function watchedReport(observations: readonly Observation[]) {
  const all = withOwnSources([tick(AS_OF), ...observations])
  const states = all.filter(isState)
  const engine = createEngine()
  engine.replaceStates([tick(NOON - minutes(60))], STATE_KINDS)
  for (const event of all.filter((observation) => !isState(observation))) {
    engine.observe(event)
    engine.replaceStates(states.slice(0, states.length / 2), STATE_KINDS)
    buildCaseReport({ id: 'case', engine, inputs: [] })
  }
  engine.replaceStates(states, STATE_KINDS)
  return buildCaseReport({ id: 'case', engine, inputs: [] })
}

it.each([
  ['nothing', []],
  ['nothing wrong', [...soundClient(), spoolOf()]],
  [
    'failing requests',
    [...soundClient(), spooledItem(NOON, KIM), ...ewsAttempt(NOON + minutes(1), 'ErrorServerBusy')],
  ],
  ['messages that were not tried', [...soundClient(), ...offlineMessage(NOON), spoolOf()]],
  [
    'two users',
    [
      ...soundClient({ archiving: [archiving(false)] }),
      ...soundClient({ ewsState: [ewsInformation('EWS not deployed', ALEX)] }, ALEX),
      spoolOf(KIM),
      spooledItem(NOON, ALEX),
    ],
  ],
  ['superseded rules', [...soundClient({ build: [signIn('16.0.4417.1000')] }), spoolOf()]],
])('the diagnosis of %s is the same while it is watched', (_, observations) => {
  expect(watchedReport(observations).diagnosis).toEqual(reportOn(observations).diagnosis)
})
