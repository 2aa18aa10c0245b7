import { describe, expect, it } from 'vitest'
import { NOT_ATTEMPTED } from '../../../src/model/diagnosis.ts'
import { minutes } from '../../../src/model/duration.ts'
import type { Observation } from '../../../src/model/observation.ts'
import {
  ALEX,
  AS_OF,
  archiving,
  autodiscoverRefused,
  causeOf,
  clientPolicy,
  diagnosisOf,
  directoryUser,
  draftsCount,
  ewsAnswer,
  ewsAttempt,
  ewsInformation,
  KIM,
  mailboxOn,
  ONLINE_HOST,
  offlineMessage,
  serverVersion,
  signIn,
  soundClient,
  spooledItem,
  spoolOf,
  summaryOf,
  switchedTo,
} from '../../support/diagnosis.ts'
import { NOON, provisioning } from '../../support/observations.ts'

const STUCK = 'spool-message-stuck'
const BACKLOG = 'spool-backlog-growing'
const DRAFTS = 'drafts-accumulating'

/** A message of kim that the client did not even try to pass on. */
const refused = [...offlineMessage(NOON), spoolOf(KIM)]
/** A message of kim that waits in the spool. */
const stuck = [spooledItem(NOON, KIM)]
/** Two snapshots of kim's spool, of which the later has more items. */
const backlog = [
  spooledItem(NOON - minutes(30), KIM, NOON),
  spooledItem(NOON - minutes(30), KIM, AS_OF),
  spooledItem(NOON + minutes(10), KIM, AS_OF),
]
const drafts = [...stuck, draftsCount(500)]

/** Each row of the table of causes: the cause alone, and how it explains each symptom. */
const ROWS: readonly (readonly [
  cause: string,
  variant: string,
  evidence: readonly Observation[],
  symptoms: readonly Observation[],
  summary: string,
])[] = [
  ...(
    [
      [refused, `proven ${NOT_ATTEMPTED} 1/1`],
      [stuck, 'proven 0/1'],
      [drafts, 'proven 0/1'],
    ] as const
  ).map(
    ([symptoms, summary]) =>
      [
        'windows-installer-client',
        'by its build',
        soundClient({ build: [signIn('16.0.4417.1000')] }),
        symptoms,
        summary,
      ] as const,
  ),
  [
    'client-build-too-old',
    'by its build',
    soundClient({ build: [signIn('16.0.6001.1073')] }),
    refused,
    `proven ${NOT_ATTEMPTED} 1/1`,
  ],
  [
    'client-build-too-old',
    'explains nothing that is spooled',
    soundClient({ build: [signIn('16.0.6001.1073')] }),
    stuck,
    'proven 0/1',
  ],
  [
    'client-build-too-old-for-on-premises-mailbox',
    'inferred from the host',
    soundClient({ build: [signIn('16.0.6769.2040')] }),
    refused,
    `likely ${NOT_ATTEMPTED} 1/1`,
  ],
  [
    'client-build-too-old-for-on-premises-mailbox',
    'inferred from the host',
    soundClient({ build: [signIn('16.0.6769.2040')] }),
    drafts,
    `likely ${STUCK} ${DRAFTS} 1/1`,
  ],
  [
    'client-build-too-old-for-on-premises-mailbox',
    'of the Deferred channel with the fix',
    soundClient({ build: [signIn('16.0.6741.2048')] }),
    stuck,
    `possible ${STUCK} 1/1`,
  ],
  [
    'drafts-fix-missing',
    'on-premises',
    soundClient({ build: [signIn('16.0.6965.2050')] }),
    drafts,
    `likely ${STUCK} ${DRAFTS} 1/1`,
  ],
  [
    'drafts-fix-missing',
    'with the mailbox unknown',
    soundClient({ build: [signIn('16.0.6965.2050')], mailbox: [] }),
    drafts,
    `possible ${STUCK} ${DRAFTS} 1/1`,
  ],
  [
    'drafts-fix-missing',
    'not in Exchange Online',
    soundClient({ build: [signIn('16.0.6965.2050')], mailbox: [mailboxOn(ONLINE_HOST, KIM)] }),
    drafts,
    'no cause',
  ],
  [
    'server-before-cu3',
    'by its version',
    soundClient({ server: [serverVersion('6.0.9319.235')] }),
    refused,
    `proven ${NOT_ATTEMPTED} 1/1`,
  ],
  [
    'server-before-cu3',
    'by a missing cmdlet',
    soundClient({
      server: [
        { kind: 'cmdlet-missing', name: 'Get-CsImConfiguration', source: { path: 'a.txt' } },
      ],
      offlineIm: [],
    }),
    refused,
    `possible ${NOT_ATTEMPTED} 1/1`,
  ],
  [
    'offline-im-disabled',
    'in the Global scope',
    soundClient({ offlineIm: [switchedTo(false)] }),
    refused,
    `proven ${NOT_ATTEMPTED} 1/1`,
  ],
  [
    'offline-im-disabled',
    'in the scope of a site that may be another one',
    soundClient({ offlineIm: [switchedTo(false, 'Site:Oslo'), switchedTo(true)] }),
    refused,
    `likely ${NOT_ATTEMPTED} 1/1`,
  ],
  [
    'offline-im-disabled',
    'only as the client received it',
    soundClient({ offlineIm: [provisioning('EnableOfflineIm', 'false', NOON - minutes(60))] }),
    refused,
    `likely ${NOT_ATTEMPTED} 1/1`,
  ],
  [
    'offline-im-disabled',
    'as the client received it and the server confirms',
    soundClient({
      offlineIm: [
        provisioning('EnableOfflineIm', 'false', NOON - minutes(60)),
        switchedTo(false, 'Site:Oslo'),
      ],
    }),
    refused,
    `proven ${NOT_ATTEMPTED} 1/1`,
  ],
  [
    'offline-im-disabled',
    'of what was spooled before',
    soundClient({ offlineIm: [switchedTo(false)] }),
    stuck,
    `proven ${STUCK} 1/1 possible`,
  ],
  [
    'auto-archiving-disabled',
    'as the client received it',
    soundClient({ archiving: [archiving(false)] }),
    refused,
    `proven ${NOT_ATTEMPTED} 1/1`,
  ],
  [
    'auto-archiving-disabled',
    'by the policy that is granted',
    soundClient({
      archiving: [clientPolicy('Tag:Sales', false)],
      directory: [directoryUser(KIM, 'Sales')],
    }),
    refused,
    `proven ${NOT_ATTEMPTED} 1/1`,
  ],
  [
    'auto-archiving-disabled',
    'by the Global policy, which may not apply',
    soundClient({ archiving: [clientPolicy('Global', false)], directory: [] }),
    refused,
    `likely ${NOT_ATTEMPTED} 1/1`,
  ],
  [
    'ews-unavailable',
    'as the client says',
    soundClient({ ewsState: [ewsInformation('EWS not deployed', KIM)] }),
    refused,
    `proven ${NOT_ATTEMPTED} 1/1`,
  ],
  [
    'ews-unavailable',
    'as the client says',
    soundClient({ ewsState: [ewsInformation('EWS not deployed', KIM)] }),
    backlog,
    `proven ${STUCK} ${BACKLOG} 2/2`,
  ],
  [
    'ews-unavailable',
    'because Autodiscover refuses',
    soundClient({ ewsState: autodiscoverRefused(NOON - minutes(55)) }),
    stuck,
    `likely ${STUCK} 1/1`,
  ],
  [
    'ews-unavailable',
    'because Autodiscover refused later',
    soundClient({ ewsState: autodiscoverRefused(NOON + minutes(5)) }),
    stuck,
    `likely ${STUCK} 1/1 possible`,
  ],
  [
    'ews-request-failing',
    'in the window of the journey',
    soundClient(),
    [...stuck, ...ewsAttempt(NOON + minutes(1), 'ErrorServerBusy')],
    `likely ${STUCK} 1/1`,
  ],
  [
    'ews-request-failing',
    'in the same hour',
    soundClient(),
    [...stuck, ewsAnswer(NOON + minutes(40), 'ErrorServerBusy')],
    `possible ${STUCK} 1/1`,
  ],
  [
    'ews-request-failing',
    'hours before',
    soundClient(),
    [...stuck, ewsAnswer(NOON - minutes(120), 'ErrorServerBusy')],
    'possible 0/1',
  ],
  [
    'ews-request-failing',
    'while the backlog grows',
    soundClient(),
    [...backlog, ewsAnswer(NOON + minutes(20), 'ErrorServerBusy')],
    `likely ${STUCK} ${BACKLOG} 2/2`,
  ],
]

describe.each(ROWS)('%s %s', (rule, _, evidence, symptoms, summary) => {
  it(`is ${summary}`, () => {
    expect(summaryOf(causeOf(diagnosisOf([...evidence, ...symptoms]), rule))).toBe(summary)
  })
})

describe('the answer of EWS to one message', () => {
  it('is proven where the same record shows that a draft was saved and not sent', () => {
    const failed = Array.from({ length: 3 }, (_, index) => [
      {
        kind: 'trace',
        at: NOON + minutes(index),
        event: {
          at: NOON,
          message: 'CreateItem MessageDisposition="SaveOnly" ResponseCode=NoError',
        },
        source: { path: 'Tracing/client-trace.csv' },
      } as const,
      {
        kind: 'trace',
        at: NOON + minutes(index) + 200,
        event: { at: NOON, message: 'SendItemResponse ResponseCode=ErrorSendAsDenied' },
        source: { path: 'Tracing/client-trace.csv' },
      } as const,
    ]).flat()
    const diagnosis = diagnosisOf([...soundClient(), ...failed, spoolOf()])
    expect(summaryOf(causeOf(diagnosis, 'ews-request-failing'))).toBe(`proven ${DRAFTS} 0/0`)
  })

  it('is not explained by another code in the same hour', () => {
    const { because } =
      causeOf(
        diagnosisOf([
          ...soundClient(),
          ...stuck,
          ...ewsAttempt(NOON + minutes(1), 'ErrorQuotaExceeded'),
          ewsAnswer(NOON + minutes(40), 'ErrorServerBusy'),
        ]),
        'ews-request-failing',
      ) ?? {}
    // Both are of one cause, which the first explains.
    expect(because?.map(({ text }) => text.split(' ')[2])).toEqual([
      'ErrorQuotaExceeded',
      'ErrorServerBusy',
    ])
  })
})

describe('a cause later than the symptom', () => {
  it('is possible, because the item may have another cause', () => {
    const diagnosis = diagnosisOf([
      ...soundClient({ archiving: [archiving(false, KIM, NOON + minutes(5))] }),
      ...offlineMessage(NOON),
      spoolOf(),
    ])
    const cause = causeOf(diagnosis, 'auto-archiving-disabled')
    // It is proven that the feature is off now, whatever it explains.
    expect(summaryOf(cause)).toBe(`proven ${NOT_ATTEMPTED} 1/1 possible`)
    expect(cause?.since).toBe('2016-06-14T12:05:00.000Z')
    expect(diagnosis.answer).toContain('could explain')
  })
})

describe('two users', () => {
  const both = [...soundClient({ archiving: [archiving(false, KIM)] }), ...soundClient({}, ALEX)]

  it('a cause of one explains nothing of the other', () => {
    const diagnosis = diagnosisOf([...both, spoolOf(KIM), spooledItem(NOON, ALEX)])
    expect(summaryOf(causeOf(diagnosis, 'auto-archiving-disabled', KIM))).toBe('proven 0/1')
    expect(diagnosis.unexplained).toEqual([{ rule: STUCK, user: ALEX, messages: 1 }])
  })

  it('each has a cause of their own', () => {
    const diagnosis = diagnosisOf([
      ...soundClient({ archiving: [archiving(false, KIM)] }),
      ...soundClient({ ewsState: [ewsInformation('EWS not deployed', ALEX)] }, ALEX),
      ...refused,
      spooledItem(NOON, ALEX),
    ])
    expect(summaryOf(causeOf(diagnosis, 'auto-archiving-disabled', KIM))).toBe(
      `proven ${NOT_ATTEMPTED} 1/2`,
    )
    expect(summaryOf(causeOf(diagnosis, 'ews-unavailable', ALEX))).toBe(`proven ${STUCK} 1/2`)
    expect(diagnosis.unexplained).toEqual([])
  })

  it('a cause of the server explains all', () => {
    const diagnosis = diagnosisOf([
      ...soundClient({ server: [serverVersion('6.0.9319.235')] }),
      ...soundClient({ server: [] }, ALEX),
      ...refused,
      ...offlineMessage(NOON + minutes(5), ALEX),
      spoolOf(ALEX),
    ])
    expect(summaryOf(causeOf(diagnosis, 'server-before-cu3'))).toBe(`proven ${NOT_ATTEMPTED} 2/2`)
  })

  it('a cause of a user who is not known is only possible', () => {
    const diagnosis = diagnosisOf([
      ...soundClient({ ewsState: [ewsInformation('EWS not deployed')] }),
      ...soundClient({ ewsState: [] }, ALEX),
      spooledItem(NOON, ALEX),
    ])
    expect(summaryOf(causeOf(diagnosis, 'ews-unavailable'))).toBe(`proven ${STUCK} 1/1 possible`)
    expect(diagnosis.actions.every(({ user }) => user !== KIM)).toBe(true)
  })

  it('a message of a user who is not known is possibly of the one with the cause', () => {
    const diagnosis = diagnosisOf([...both, spooledItem(NOON)])
    expect(summaryOf(causeOf(diagnosis, 'auto-archiving-disabled', KIM))).toBe(
      `proven ${STUCK} 1/1 possible`,
    )
  })

  it('answers of EWS to others explain nothing', () => {
    const answers = ['robin', 'sam'].map(
      (name): Observation => ({
        kind: 'ews-answer',
        at: NOON + minutes(1),
        agent: 'OC/16.0.9126.2152 (Skype for Business)',
        code: 'ErrorServerBusy',
        user: `${name}@contoso.example`,
        source: { path: 'Ews.log' },
      }),
    )
    const diagnosis = diagnosisOf([...soundClient(), ...stuck, ...answers])
    expect(summaryOf(causeOf(diagnosis, 'ews-request-failing'))).toBe('possible 0/1')
    expect(diagnosis.outcome).toBe('unexplained')
  })

  it('an answer of the server’s log without a user may be anybody’s', () => {
    const diagnosis = diagnosisOf([
      ...soundClient(),
      ...stuck,
      {
        kind: 'ews-answer',
        at: NOON + minutes(30),
        agent: 'OC/16.0.9126.2152 (Skype for Business)',
        code: 'ErrorServerBusy',
        source: { path: 'Ews.log' },
      },
    ])
    expect(summaryOf(causeOf(diagnosis, 'ews-request-failing'))).toBe(`possible ${STUCK} 1/1`)
    expect(causeOf(diagnosis, 'ews-request-failing')?.user).toBeUndefined()
  })
})

it('two causes of one message are both listed, the one that prevents first', () => {
  const { causes, answer } = diagnosisOf([
    ...soundClient({ ewsState: [ewsInformation('EWS not deployed', KIM)] }),
    ...stuck,
    ...ewsAttempt(NOON + minutes(1), 'ErrorServerBusy'),
  ])
  expect(causes.map(({ rule }) => rule)).toEqual(['ews-unavailable', 'ews-request-failing'])
  expect(answer).toContain('Another cause')
})

describe('superseded rules', () => {
  it('are named under the cause that supersedes them, without their remedies', () => {
    const { causes, actions, undecided } = diagnosisOf([
      ...soundClient({ build: [signIn('16.0.4417.1000')] }),
      ...refused,
    ])
    expect(causes.map(({ rule, supersedes }) => [rule, supersedes])).toEqual([
      [
        'windows-installer-client',
        ['client-build-too-old', 'client-build-too-old-for-on-premises-mailbox'],
      ],
    ])
    expect(undecided).toEqual([])
    expect(JSON.stringify(actions)).not.toContain('OfficeC2RClient')
  })

  it.each([
    ['16.0.6001.1073', 'client-build-too-old', ['client-build-too-old-for-on-premises-mailbox']],
  ])('a build %s is %s', (build, rule, supersedes) => {
    const { causes } = diagnosisOf([...soundClient({ build: [signIn(build)] }), ...refused])
    expect(causes.map((cause) => [cause.rule, cause.supersedes])).toEqual([[rule, supersedes]])
  })

  it('a server before CU3 has no switch to turn on', () => {
    const { causes, actions } = diagnosisOf([
      ...soundClient({
        server: [serverVersion('6.0.9319.235')],
        offlineIm: [provisioning('EnableOfflineIm', 'false', NOON - minutes(60))],
      }),
      ...refused,
    ])
    expect(causes.map(({ rule, supersedes }) => [rule, supersedes])).toEqual([
      ['server-before-cu3', ['offline-im-disabled']],
    ])
    expect(JSON.stringify(actions)).not.toContain('Set-CsImConfiguration')
  })

  it('a cause that is less certain supersedes nothing', () => {
    const { causes } = diagnosisOf([
      ...soundClient({
        server: [{ kind: 'cmdlet-missing', name: 'Get-CsImConfiguration', source: { path: 'a' } }],
        offlineIm: [provisioning('EnableOfflineIm', 'false', NOON - minutes(60))],
      }),
      ...refused,
    ])
    expect(causes.map(({ rule, supersedes }) => [rule, supersedes])).toEqual([
      ['offline-im-disabled', []],
      ['server-before-cu3', []],
    ])
  })
})

describe('a cause behind a cause', () => {
  const otherDomain = { directory: [directoryUser(KIM, '', 'kim@fabrikam.example')] }

  it('is named by the cause that it can be behind', () => {
    const diagnosis = diagnosisOf([
      ...soundClient({ ...otherDomain, ewsState: [ewsInformation('EWS not deployed', KIM)] }),
      ...stuck,
    ])
    expect(causeOf(diagnosis, 'ews-unavailable')?.causedBy).toEqual([
      'mail-domain-differs-from-sip-domain',
    ])
    expect(summaryOf(causeOf(diagnosis, 'mail-domain-differs-from-sip-domain'))).toBe(
      'possible 0/1',
    )
  })

  it('is not named for another user', () => {
    const diagnosis = diagnosisOf([
      ...soundClient({ ewsState: [ewsInformation('EWS not deployed', KIM)] }),
      ...soundClient({ directory: [directoryUser(ALEX, '', 'alex@fabrikam.example')] }, ALEX),
      ...stuck,
    ])
    expect(causeOf(diagnosis, 'ews-unavailable', KIM)?.causedBy).toEqual([])
  })

  it('possibly explains what its effect would, while that could not be checked', () => {
    const diagnosis = diagnosisOf([...soundClient({ ...otherDomain, ewsState: [] }), ...stuck])
    expect(summaryOf(causeOf(diagnosis, 'mail-domain-differs-from-sip-domain'))).toBe(
      `possible ${STUCK} 1/1`,
    )
    expect(diagnosis.outcome).toBe('cause-possible')
  })

  it('is ruled out with the effect, and plans nothing', () => {
    const { outcome, causes, ruledOut, actions } = diagnosisOf([
      ...soundClient(otherDomain),
      spoolOf(),
    ])
    expect({ outcome, causes, actions }).toEqual({
      outcome: 'nothing-wrong',
      causes: [],
      actions: [],
    })
    expect(
      ruledOut.find(({ rule }) => rule === 'mail-domain-differs-from-sip-domain')?.because,
    ).toContain('EWS Status OK')
  })

  it('is possible where the answers of EWS are from before the message', () => {
    const october = Date.UTC(2026, 9, 20)
    const online = soundClient({
      build: [signIn('16.0.17928.20156', KIM, october)],
      mailbox: [mailboxOn(ONLINE_HOST, KIM)],
      ewsAnswers: [ewsAnswer(october, 'NoError')],
    })
    const later = october + minutes(60)
    const inOctober = (at: number) =>
      ({ kind: 'tick', at, from: 'x', source: { path: 'x' } }) as const
    const explained = diagnosisOf([
      ...online,
      spooledItem(later, KIM, later + minutes(30)),
      inOctober(later + minutes(30)),
    ])
    expect(summaryOf(causeOf(explained, 'ews-retired-in-exchange-online'))).toBe(
      `possible ${STUCK} 1/1`,
    )
    const answered = diagnosisOf([
      ...online,
      ewsAnswer(later + minutes(5), 'NoError'),
      spooledItem(later, KIM, later + minutes(30)),
      inOctober(later + minutes(30)),
    ])
    expect(causeOf(answered, 'ews-retired-in-exchange-online')).toBeUndefined()
    expect(answered.outcome).toBe('unexplained')
  })
})

describe('the order of causes', () => {
  it('prevents before fails, proven before likely, possible last', () => {
    const { causes } = diagnosisOf([
      ...soundClient({
        build: [signIn('16.0.6769.2040')],
        archiving: [archiving(false)],
        directory: [directoryUser(KIM, '', 'kim@fabrikam.example')],
        ewsState: [ewsInformation('EWS not deployed', KIM)],
      }),
      ...stuck,
      ...ewsAttempt(NOON + minutes(1), 'ErrorServerBusy'),
    ])
    expect(causes.map(({ rule, certainty }) => [rule, certainty])).toEqual([
      ['ews-unavailable', 'proven'],
      ['auto-archiving-disabled', 'proven'],
      ['client-build-too-old-for-on-premises-mailbox', 'likely'],
      ['drafts-fix-missing', 'likely'],
      ['ews-request-failing', 'likely'],
      ['mail-domain-differs-from-sip-domain', 'possible'],
    ])
  })

  it('what the user can remove comes before what needs an administrator', () => {
    const { causes } = diagnosisOf([
      ...soundClient({ build: [signIn('16.0.4417.1000')], offlineIm: [switchedTo(false)] }),
      ...refused,
    ])
    expect(causes.map(({ rule }) => rule)).toEqual([
      'windows-installer-client',
      'offline-im-disabled',
    ])
  })
})
