import { describe, expect, it } from 'vitest'
import { NOT_ATTEMPTED } from '../../../src/model/diagnosis.ts'
import { minutes } from '../../../src/model/duration.ts'
import type { Rule } from '../../../src/model/rule.ts'
import { rules } from '../../../src/rules/index.ts'
import {
  ALEX,
  archiving,
  clientPolicy,
  diagnosisOf,
  ewsAttempt,
  ewsInformation,
  KIM,
  logs,
  mailboxOn,
  ON_PREMISES_HOST,
  offlineMessage,
  signIn,
  soundClient,
  spooledItem,
  spoolOf,
} from '../../support/diagnosis.ts'
import { inputSummary, NOON } from '../../support/observations.ts'

const STUCK = 'spool-message-stuck'
const crashing = (id: string): Rule[] =>
  rules.map((rule) =>
    rule.id === id
      ? {
          ...rule,
          evaluate: () => {
            throw new Error('crashed')
          },
        }
      : rule,
  )

describe('without a symptom', () => {
  it('nothing is wrong when everything was checked', () => {
    const { outcome, actions, collectNext } = diagnosisOf([...soundClient(), spoolOf()])
    expect({ outcome, actions }).toEqual({ outcome: 'nothing-wrong', actions: [] })
    expect(collectNext.map(({ evidence }) => evidence)).toEqual(['the number of items in Drafts'])
  })

  it('an empty spool alone does not show that Offline IM works', () => {
    const { outcome, answer } = diagnosisOf([spoolOf()])
    expect(outcome).toBe('not-enough-evidence')
    expect(answer).toContain('not enough to say that Offline IM works')
  })

  it('nothing is known without the spool', () => {
    expect(diagnosisOf(soundClient()).outcome).toBe('not-enough-evidence')
  })

  it('the number of drafts is no substitute for the spool', () => {
    expect(diagnosisOf([...soundClient(), spoolOf()], crashing('x')).outcome).toBe('nothing-wrong')
    expect(diagnosisOf([]).outcome).toBe('not-enough-evidence')
  })

  it('a rule that crashed leaves it open', () => {
    for (const id of ['ews-unavailable', STUCK, 'clock-skew']) {
      const { outcome } = diagnosisOf([...soundClient(), spoolOf()], crashing(id))
      expect([id, outcome]).toEqual([id, 'not-enough-evidence'])
    }
  })

  it('a cause that is only possible is said to be possible', () => {
    const { outcome } = diagnosisOf([
      ...soundClient({ build: [signIn('16.0.6741.2048')] }),
      spoolOf(),
    ])
    expect(outcome).toBe('cause-possible')
  })
})

describe('a symptom without a cause', () => {
  it('is named, with what was ruled out', () => {
    const { outcome, answer, unexplained, ruledOut } = diagnosisOf([
      ...soundClient(),
      spooledItem(NOON, KIM),
    ])
    expect(outcome).toBe('unexplained')
    expect(answer).toBe('No cause was found for this: 1 stuck message of kim@contoso.example.')
    expect(unexplained).toEqual([{ rule: STUCK, user: KIM, messages: 1 }])
    expect(ruledOut.map(({ rule }) => rule)).toContain('ews-unavailable')
    for (const { because } of ruledOut) expect(because.length).toBeGreaterThan(10)
  })

  it('stays visible beside causes of other symptoms', () => {
    const { outcome, unexplained } = diagnosisOf([
      ...soundClient({ build: [signIn('16.0.4417.1000')] }),
      spooledItem(NOON, KIM),
    ])
    expect(outcome).toBe('cause-found')
    expect(unexplained).toEqual([{ rule: STUCK, user: KIM, messages: 1 }])
  })
})

describe('a message that the client did not try to pass on', () => {
  const message = offlineMessage(NOON)
  const countOf = (observations: Parameters<typeof diagnosisOf>[0]): number =>
    diagnosisOf(observations)
      .unexplained.filter(({ rule }) => rule === NOT_ATTEMPTED)
      .reduce((sum, { messages }) => sum + messages, 0)

  it('is a symptom where logs cover it and the spool was collected later', () => {
    expect(countOf([...soundClient(), ...message, spoolOf()])).toBe(1)
  })

  it('is none when the spool was not collected, or before, or only that of another user', () => {
    expect(countOf([...soundClient(), ...message])).toBe(0)
    expect(countOf([...soundClient(), ...message, spoolOf(KIM, NOON - minutes(5))])).toBe(0)
    expect(countOf([...soundClient(), ...message, spoolOf(ALEX)])).toBe(0)
  })

  it('is none when the log of EWS ends before, or has a gap there', () => {
    const short = soundClient({ logs: logs(NOON - minutes(60), NOON + minutes(1)) })
    expect(countOf([...short, ...message, spoolOf()])).toBe(0)
    const withGap = soundClient({
      logs: logs().map((log) =>
        log.kind === 'input'
          ? inputSummary({
              ...log.input,
              gaps: [{ from: NOON - minutes(20), to: NOON + minutes(20) }],
            })
          : log,
      ),
    })
    expect(countOf([...withGap, ...message, spoolOf()])).toBe(0)
  })

  it('is none when only the log without answers of EWS covers it', () => {
    const [clientLog] = logs()
    const [, trace] = logs(NOON - minutes(60), NOON - minutes(30))
    const client = soundClient({ logs: clientLog && trace ? [clientLog, trace] : [] })
    expect(countOf([...client, ...message, spoolOf()])).toBe(0)
  })

  it('is none when it waits in the spool, or EWS was asked', () => {
    expect(countOf([...soundClient(), ...message, spooledItem(NOON + 1000, KIM)])).toBe(0)
    const answered = ewsAttempt(NOON + minutes(1), 'NoError')
    expect(countOf([...soundClient(), ...message, ...answered, spoolOf()])).toBe(0)
  })

  it('is none when the client does not log everything', () => {
    const level = {
      kind: 'registry-value',
      key: 'HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Lync',
      name: 'TracingLevel',
      value: 'LIGHT',
      source: { path: 'registry.reg' },
    } as const
    expect(countOf([...soundClient(), level, ...message, spoolOf()])).toBe(0)
  })

  it('counts without answers of EWS only where a cause explains it', () => {
    expect(countOf([...soundClient({ ewsAnswers: [] }), ...message, spoolOf()])).toBe(0)
    const { causes } = diagnosisOf([
      ...soundClient({ ewsAnswers: [], archiving: [archiving(false)] }),
      ...message,
      spoolOf(),
    ])
    expect(causes[0]?.explains).toEqual({
      symptoms: [NOT_ATTEMPTED],
      messages: 1,
      of: 1,
      certainty: 'proven',
    })
  })
})

it('a federated recipient is a note, no cause', () => {
  const { outcome, causes, actions } = diagnosisOf([
    ...soundClient(),
    ...offlineMessage(NOON).map((observation) =>
      observation.kind === 'sip'
        ? {
            ...observation,
            message: {
              ...observation.message,
              headers: observation.message.headers.replace(
                /\nto:.*/,
                '\nto:<sip:robin@fabrikam.example>',
              ),
            },
          }
        : observation,
    ),
    ...ewsAttempt(NOON + minutes(1), 'NoError'),
    spoolOf(),
  ])
  expect(outcome).toBe('nothing-wrong')
  expect(causes).toEqual([])
  expect(actions.map((action) => action.for)).toEqual([['federated-recipient']])
})

describe('what to collect next', () => {
  const evidenceOf = (observations: Parameters<typeof diagnosisOf>[0]): string[] =>
    diagnosisOf(observations).collectNext.map(({ evidence }) => evidence.replace(/ \(.*/, ''))

  it('begins with the spool where nothing is known', () => {
    expect(evidenceOf([])).toEqual([
      'the History Spooler',
      'the client build',
      'the Configuration Information window',
      'EWS answers in the client’s trace',
      'EnableOfflineIm',
      'the client policy that applies',
      'the server’s version with its cumulative update',
      'the user’s mail address',
      'the number of items in Drafts',
    ])
  })

  it('asks for what decides most causes of the symptom, the easiest first', () => {
    expect(evidenceOf([spooledItem(NOON, KIM)])).toEqual([
      'the client build',
      'the Configuration Information window',
      'EWS answers in the client’s trace',
      'a full trace of the minutes in which a message gets stuck',
      'EnableOfflineIm',
      'the client policy that applies',
      'the user’s mail address',
    ])
  })

  it('asks for nothing where the cause is proven', () => {
    expect(evidenceOf([signIn('16.0.4417.1000')])).toEqual([])
    expect(evidenceOf([ewsInformation('EWS not deployed'), spooledItem(NOON, KIM)])).toEqual([])
  })

  it('asks beside a likely cause only for what could come before it', () => {
    const evidence = evidenceOf([
      ...soundClient({ archiving: [clientPolicy('Global', false)], directory: [] }),
      signIn('16.0.9126.2152'),
      spoolOf(),
    ])
    expect(evidence).toEqual(['the number of items in Drafts'])
  })

  it('does not ask for the client of one user because of the other', () => {
    const observations = [
      ...soundClient({ archiving: [archiving(false)] }),
      ...soundClient({ ewsAnswers: [] }, ALEX),
      spoolOf(KIM),
      spooledItem(NOON, ALEX),
    ]
    expect(evidenceOf(observations)).toEqual([
      'a full trace of the minutes in which a message gets stuck',
    ])
  })

  it('does not ask for causes behind a cause that is ruled out', () => {
    const observations = [
      signIn('16.0.9126.2152'),
      mailboxOn(ON_PREMISES_HOST, KIM),
      ewsInformation('EWS Status OK', KIM),
      spooledItem(NOON, KIM),
    ]
    expect(evidenceOf(observations)).not.toContain('the user’s mail address')
  })

  it('fills in what is known, and says who can get it by the order', () => {
    const { collectNext } = diagnosisOf([spooledItem(NOON, KIM)])
    const commands = collectNext.flatMap(({ commands }) => commands).join('\n')
    expect(commands).toContain('Get-CsUser -Identity "kim@contoso.example"')
    expect(commands).not.toContain('<user@domain>')
  })
})
