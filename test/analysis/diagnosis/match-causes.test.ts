import { describe, expect, it } from 'vitest'
import { type CauseEvaluation, causesOf } from '../../../src/analysis/diagnosis/evaluation.ts'
import { matchCauses } from '../../../src/analysis/diagnosis/match-causes.ts'
import type { Symptom } from '../../../src/analysis/diagnosis/symptoms.ts'
import { minutes } from '../../../src/model/duration.ts'
import { toIsoTime } from '../../../src/model/moment.ts'
import { ewsRequestFailing } from '../../../src/rules/ews-request-failing.ts'
import {
  ALEX,
  createEngine,
  diagnosisOf,
  ewsAnswer,
  ewsInformation,
  KIM,
  soundClient,
  spooledItem,
  summaryOf,
  withOwnSources,
} from '../../support/diagnosis.ts'
import { NOON, source } from '../../support/observations.ts'

const evaluationsOfFailure = (code: string): CauseEvaluation[] => {
  const engine = createEngine([ewsRequestFailing])
  for (const observation of withOwnSources([ewsAnswer(NOON, code)])) engine.observe(observation)
  return causesOf(engine.evaluations())
}

/** A stuck message to which EWS answered `code`. */
const answered = (code: string, inferred: boolean): Symptom => ({
  rule: 'spool-message-stuck',
  user: KIM,
  since: NOON,
  messages: 1,
  sources: [],
  journey: {
    key: 'a',
    user: KIM,
    steps: [
      { stage: 'spooled', at: toIsoTime(NOON), text: 'Spooled', inferred: false, source },
      {
        stage: 'ews-answered',
        at: toIsoTime(NOON + minutes(1)),
        text: `EWS answered ${code}`,
        inferred,
        source,
      },
    ],
  },
})

const certaintyOf = (symptom: Symptom, severalUsers = false): string | undefined =>
  [
    ...(matchCauses(
      evaluationsOfFailure('ErrorServerBusy'),
      [symptom],
      severalUsers,
    )[0]?.explained.values() ?? []),
  ][0]

describe('the answer of EWS in the journey of a message', () => {
  it('is proven when a key joins it, likely when only the time does', () => {
    expect(certaintyOf(answered('ErrorServerBusy', false))).toBe('proven')
    expect(certaintyOf(answered('ErrorServerBusy', true))).toBe('likely')
  })

  it('counts with several users too, because nothing is joined across users', () => {
    expect(certaintyOf(answered('ErrorServerBusy', true), true)).toBe('likely')
  })

  it('explains nothing when it is another one', () => {
    expect(certaintyOf(answered('ErrorQuotaExceeded', true))).toBeUndefined()
  })
})

describe('messages that are too many to be listed', () => {
  const many = (user: string, length: number) =>
    Array.from({ length }, (_, index) => spooledItem(NOON - index * 1000, user))

  it('are explained like those that are listed', () => {
    const { causes } = diagnosisOf([
      ...soundClient({ ewsState: [ewsInformation('EWS not deployed', KIM)] }),
      ...many(KIM, 1200),
    ])
    expect(summaryOf(causes[0])).toBe('proven spool-message-stuck 1200/1200')
  })

  it('are not explained by a cause of one of their users', () => {
    const { causes, unexplained } = diagnosisOf([
      ...soundClient({ ewsState: [ewsInformation('EWS not deployed', KIM)] }),
      ...soundClient({}, ALEX),
      ...many(KIM, 700),
      ...many(ALEX, 700),
    ])
    const [cause] = causes
    const open = unexplained.reduce((sum, { messages }) => sum + messages, 0)
    expect(cause?.explains.of).toBe(1400)
    expect((cause?.explains.messages ?? 0) + open).toBe(1400)
    expect(unexplained.map(({ user }) => user).sort()).toEqual([ALEX, undefined])
  })
})
