import type { Diagnosis } from '../../src/model/diagnosis.ts'
import { minutes, seconds } from '../../src/model/duration.ts'
import type { Journey, JourneyStage } from '../../src/model/journey.ts'
import type { LiveItem, LiveView } from '../../src/model/live-view.ts'
import { formatLocalTimeNote } from '../../src/model/local-time-note.ts'
import { toIsoTime } from '../../src/model/moment.ts'
import type { WatchEvent } from '../../src/model/watch-event.ts'
import { caseReport, inputReport, verdict } from './reports.ts'

/** The current time in all views: 2016-09-20 08:31:00 UTC. */
const NOW = Date.parse('2016-09-20T08:31:00.000Z')
const USER = 'kim@contoso.example'
const FOLDER = 'sip_kim@contoso.example/History Spooler'
const LOG = 'Tracing/Lync-UccApi-0.UccApilog'

/** Creates an item that has waited for `waited` milliseconds. */
export const liveItem = (name: string, waited: number, more: Partial<LiveItem> = {}): LiveItem => ({
  key: `${FOLDER}/${name}`,
  user: USER,
  folder: FOLDER,
  name,
  bytes: 1230,
  since: NOW - waited,
  ...more,
})

/** Creates a view without items, verdicts and events. */
export const liveView = (more: Partial<LiveView> = {}): LiveView => ({
  users: [USER],
  machine: 'PC-0142',
  folders: [FOLDER],
  startedAt: NOW - minutes(31),
  now: NOW,
  logs: { count: 2, bytesPerSecond: 1234, records: 48_213 },
  items: [],
  stuckAfter: minutes(2),
  flow: {
    span: seconds(10),
    arrivals: Array<number>(30).fill(0),
    departures: Array<number>(30).fill(0),
  },
  report: caseReport({ asOf: { time: toIsoTime(NOW), from: 'the clock of this machine' } }),
  verdictChangedAt: new Map(),
  journeys: [],
  events: [],
  inputProblems: [],
  itemCounts: { seen: 0, stuck: 0, gone: 0 },
  strongestCauses: [],
  reportPaths: [],
  ...more,
})

const copySpool = {
  do:
    'Copy the spool to a safe place first (in PowerShell): Microsoft’s fix for sign-in problems ' +
    'deletes its parent folder sip_<user@domain>, and every unsent message with it.',
  commands: [
    [
      'robocopy',
      String.raw`"$env:LOCALAPPDATA\Microsoft\Office\16.0\Lync\sip_<user@domain>\History Spooler"`,
      String.raw`"$env:USERPROFILE\spool-copy\sip_<user@domain>\History Spooler"`,
      '/E /COPY:DAT /DCOPY:T',
    ].join(' '),
  ],
  verify: 'The copy holds as many files, with the same times, as the original.',
}

const THROTTLED =
  'EWS answered ErrorServerBusy 2 times (2016-09-20 06:30:00 – 08:30:57 UTC): ' +
  'Exchange throttles this user and asks the client to back off.'

/** Formats a time as `2016-09-20 08:31:00`. */
const shortTime = (time: number): string => toIsoTime(time).slice(0, 19).replace('T', ' ')

const DIAGNOSIS: Diagnosis = {
  outcome: 'cause-found',
  answer:
    `Likely cause: ${THROTTLED} This explains 2 of 3 failed messages. ` +
    'Unexplained: 1 stuck message of kim@contoso.example.',
  causes: [
    {
      rule: 'ews-request-failing',
      title: 'EWS rejects the client’s requests',
      certainty: 'likely',
      since: toIsoTime(NOW - minutes(121)),
      because: [
        {
          text: THROTTLED,
          sources: [
            { path: LOG, line: 1841 },
            { path: LOG, line: 48_120 },
          ],
        },
      ],
      explains: { symptoms: ['spool-message-stuck'], messages: 2, of: 3, certainty: 'likely' },
      causedBy: ['ews-unavailable'],
      supersedes: [],
    },
  ],
  unexplained: [{ rule: 'spool-message-stuck', user: USER, messages: 1 }],
  ruledOut: [
    {
      rule: 'offline-im-disabled',
      because: 'EnableOfflineIm is True in the server’s in-band provisioning.',
      sources: [{ path: LOG, line: 63 }],
    },
  ],
  undecided: [{ rule: 'server-before-cu3', missing: ['the server’s version'] }],
  actions: [
    { ...copySpool, role: 'user', for: ['spool-message-stuck'] },
    {
      role: 'exchange-administrator',
      do: 'Test EWS as the user, then look at the throttling policy in force.',
      commands: [
        `Test-WebServicesConnectivity -Identity "${USER}"`,
        `Get-ThrottlingPolicyAssociation "${USER}"`,
      ],
      verify: 'A later trace contains answers of EWS without that code.',
      for: ['ews-request-failing'],
    },
    {
      role: 'support',
      do: 'Tell the sender which messages were late or lost.',
      commands: [],
      verify: 'The recipient finds the message in Outlook.',
      for: ['spool-message-stuck'],
    },
  ],
  collectNext: [
    {
      evidence: 'the server’s version',
      how: 'On a Front End server.',
      commands: ['Get-CsServerPatchVersion | Format-List'],
      decides: ['server-before-cu3'],
    },
  ],
}

const STUCK = [
  ['00000001.hist', minutes(122)],
  ['00000002.hist', minutes(5) + seconds(5)],
] as const

/**
 * Creates a view of an incident: items of every age, verdicts of every status, journeys, events, and
 * an input that is locked.
 */
export const incident = (more: Partial<LiveView> = {}): LiveView =>
  liveView({
    items: [
      ...STUCK.map(([name, waited]) => liveItem(name, waited)),
      liveItem('00000003.hist', seconds(118)),
      liveItem('00000004.hist', seconds(64), { bytes: 48_100 }),
      liveItem('00000005.hist', seconds(9)),
    ],
    flow: {
      span: seconds(10),
      arrivals: [
        0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 3, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 2, 0, 1, 1,
      ],
      departures: [
        0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
      ],
    },
    report: caseReport({
      headline:
        '2 messages are stuck in the History Spooler of kim@contoso.example, ' +
        'the oldest for 2 h 2 min (limit 2 min).',
      asOf: { time: toIsoTime(NOW), from: 'the clock of this machine' },
      facts: {
        logCoverage: {
          label: 'Log coverage',
          value: '',
          sources: [{ path: LOG }],
          text: '2016-09-20 06:01:58 – 08:30:59 UTC, in 2 logs',
        },
      },
      verdicts: [
        verdict('spool-message-stuck', {
          status: 'flagged',
          title: 'A message to someone who is offline is stuck in the History Spooler',
          message:
            '2 messages are stuck in the History Spooler of kim@contoso.example, ' +
            'the oldest for 2 h 2 min (limit 2 min). The backlog is 5 items, 53.0 kB in all.',
          findings: STUCK.map(([name, waited]) => ({
            subject: name,
            message:
              `Waited ${waited === minutes(122) ? '2 h 2 min' : '5 min 5 s'} (limit 2 min): ` +
              `${name} of ${USER}, 1.2 kB, since ${shortTime(NOW - waited)} UTC`,
            sources: [{ path: `${FOLDER}/${name}` }],
          })),
          remedy: [
            copySpool,
            {
              do:
                'Remove the cause that the other verdicts name: the two switches, ' +
                'the client build, Exchange Web Services.',
              verify: 'spoolscope analyze on a fresh collection no longer names that cause.',
            },
            {
              do:
                'Sign out of Skype for Business, exit it, sign in again, ' +
                'and leave the spool where it is.',
              verify:
                'Within two minutes no item older than two minutes is left in the History Spooler.',
            },
          ],
        }),
        verdict('client-build-too-old', {
          message: 'Client build 16.0.6965.2058 is not older than 16.0.6701.1000.',
        }),
        verdict('drafts-accumulating', {
          status: 'not-checked',
          severity: 'warning',
          message: 'Nothing says how many items are in Drafts.',
          missing: [
            {
              evidence: 'the item count of Drafts',
              how: 'Twice, an hour apart, in the Exchange Management Shell.',
              commands: [
                'Get-MailboxFolderStatistics "<user@domain>" -FolderScope Drafts ' +
                  '| Format-List FolderPath,ItemsInFolder',
              ],
            },
          ],
        }),
        verdict('ews-request-failing', {
          status: 'flagged',
          trial: true,
          title: 'Exchange Web Services refuses or fails the client’s requests',
          message: THROTTLED,
          findings: [
            {
              subject: 'ErrorServerBusy',
              message: THROTTLED,
              sources: [
                { path: LOG, line: 1841 },
                { path: LOG, line: 48_120 },
              ],
              remedy: 'Ask the Exchange administrator for the throttling policy of this user.',
            },
          ],
          remedy: [copySpool],
        }),
        verdict('ews-unavailable', {
          message: 'EWS Status OK in the Configuration Information window.',
          sources: [{ path: 'configuration-information.txt', line: 6 }],
        }),
        verdict('federated-recipient', {
          status: 'flagged',
          severity: 'info',
          title: 'A message went to a federated domain',
          message: '1 message went to fabrikam.example: it arrives as a plain e-mail.',
        }),
        verdict('logging-not-full', {
          status: 'flagged',
          severity: 'warning',
          title: 'The client does not log in full',
          message:
            'TracingLevel is LIGHT in the registry: what is not in the log may have happened.',
          findings: [
            {
              subject: 'TracingLevel',
              message: 'TracingLevel is LIGHT',
              sources: [{ path: 'lync.reg', line: 14 }],
            },
          ],
        }),
        verdict('offline-im-disabled', {
          message: 'EnableOfflineIm is True in the server’s in-band provisioning.',
        }),
        verdict('server-before-cu3', {
          status: 'crashed',
          message:
            'Evidence “server version” crashed on policies.txt: ' +
            'TypeError: version is not iterable',
        }),
        verdict('mail-domain-differs-from-sip-domain', {
          status: 'not-checked',
          message: 'The user’s mail address is not known.',
          missing: [{ evidence: 'Get-CsUser', how: 'Get-CsUser "<user@domain>" | Format-List' }],
        }),
      ],
      diagnosis: DIAGNOSIS,
    }),
    verdictChangedAt: new Map([
      ['ews-request-failing', NOW - seconds(3)],
      ['spool-message-stuck', NOW - minutes(3)],
    ]),
    journeys: [
      journey(
        'a1c7@192.0.2.17',
        'robin@contoso.example',
        minutes(122),
        ['sent', 'recipient-offline', 'spooled', 'stuck'],
        '00000001.hist',
      ),
      journey(
        'b2d8@192.0.2.17',
        'sam@fabrikam.example',
        minutes(14),
        ['sent', 'recipient-offline', 'spooled', 'picked-up', 'ews-answered', 'gone'],
        '0000000b.hist',
      ),
      withRefusal(
        journey(
          'c3e9@192.0.2.17',
          'lee@contoso.example',
          seconds(120),
          ['sent', 'recipient-offline', 'spooled'],
          '00000003.hist',
        ),
      ),
      journey(
        'd4fa@192.0.2.17',
        'robin@contoso.example',
        seconds(10),
        ['sent', 'recipient-offline'],
        '00000005.hist',
      ),
    ],
    events: EVENTS,
    inputProblems: [
      { path: 'Tracing/Lync-UccApi-1.UccApilog', problem: 'locked by another program (EBUSY)' },
    ],
    ...more,
  })

const STEP_TEXTS: Readonly<Record<JourneyStage, string>> = {
  sent: 'The client sent an INVITE.',
  'recipient-offline': 'The server answered 480 Temporarily Unavailable.',
  spooled: 'An item appeared in the History Spooler.',
  'picked-up': 'The client picked the item up.',
  'ews-answered': 'EWS answered NoError.',
  gone: 'The item is gone from the History Spooler.',
  reached: 'Answered 200: the recipient is reached',
  stuck: 'The item is older than 2 min.',
}

function journey(
  key: string,
  recipient: string,
  ago: number,
  stages: readonly JourneyStage[],
  item: string,
): Journey {
  const steps = stages.map((stage, index) => ({
    stage,
    at: NOW - ago + seconds(index),
    text: STEP_TEXTS[stage],
    inferred: stage === 'spooled',
    source: index < 2 ? { path: LOG, line: 4100 + index * 12 } : { path: `${FOLDER}/${item}` },
  }))
  return { key, user: USER, recipient, steps }
}

/** Adds an answer of EWS, 30 s after the item was spooled. */
const withRefusal = (sent: Journey): Journey => ({
  ...sent,
  steps: [
    ...sent.steps,
    {
      stage: 'ews-answered',
      at: (sent.steps.at(-1)?.at ?? 0) + seconds(30),
      text: 'EWS answered ErrorServerBusy',
      inferred: true,
      by: 'time',
      within: minutes(2),
      source: { path: LOG, line: 48_120 },
    },
  ],
})

const timeAgo = (ago: number) => toIsoTime(NOW - ago)
const itemFields = (name: string, waited: number) => ({
  user: USER,
  folder: FOLDER,
  name,
  bytes: 1230,
  since: timeAgo(waited),
})

const EVENTS: readonly WatchEvent[] = [
  {
    event: 'watch-started',
    at: timeAgo(minutes(31)),
    folders: [FOLDER],
    inputs: 3,
    records: 48_213,
  },
  {
    event: 'log-gap',
    at: timeAgo(minutes(20)),
    path: LOG,
    from: timeAgo(minutes(70)),
    to: timeAgo(minutes(22)),
  },
  { event: 'item-appeared', at: timeAgo(minutes(14)), ...itemFields('0000000b.hist', minutes(14)) },
  {
    event: 'item-gone',
    at: timeAgo(minutes(13)),
    ...itemFields('0000000b.hist', minutes(14)),
    waited: seconds(34),
  },
  {
    event: 'log-rotated',
    at: timeAgo(minutes(9)),
    path: LOG,
    to: 'Tracing/Lync-UccApi-1.UccApilog',
  },
  { event: 'item-appeared', at: timeAgo(minutes(5)), ...itemFields('00000002.hist', minutes(5)) },
  {
    event: 'unreadable',
    at: timeAgo(minutes(4)),
    path: 'Tracing/Lync-UccApi-1.UccApilog',
    reason: 'EBUSY',
  },
  {
    event: 'item-stuck',
    at: timeAgo(minutes(3)),
    ...itemFields('00000002.hist', minutes(5)),
    waited: minutes(2) + 200,
    limit: minutes(2),
  },
  {
    event: 'verdict-changed',
    at: timeAgo(minutes(3)),
    rule: 'spool-message-stuck',
    severity: 'error',
    from: 'clear',
    to: 'flagged',
    title: 'A message to someone who is offline is stuck in the History Spooler',
    message: '2 messages are stuck in the History Spooler of kim@contoso.example.',
  },
  {
    event: 'item-appeared',
    at: timeAgo(seconds(118)),
    ...itemFields('00000003.hist', seconds(118)),
  },
  { event: 'item-appeared', at: timeAgo(seconds(64)), ...itemFields('00000004.hist', seconds(64)) },
  { event: 'item-appeared', at: timeAgo(seconds(9)), ...itemFields('00000005.hist', seconds(9)) },
  {
    event: 'verdict-changed',
    at: timeAgo(seconds(3)),
    rule: 'ews-request-failing',
    severity: 'error',
    from: 'clear',
    to: 'flagged',
    title: 'Exchange Web Services refuses or fails the client’s requests',
    message: 'EWS answered ErrorServerBusy 2 times.',
  },
]

/** The same view with a log that states the local time of the user: two hours ahead of UTC. */
export const inLocalTime = (view: LiveView): LiveView => ({
  ...view,
  report: {
    ...view.report,
    inputs: [inputReport(LOG, { notes: [formatLocalTimeNote(120, 'a Date header')] })],
  },
})
