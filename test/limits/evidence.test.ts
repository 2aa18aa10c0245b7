import { expect } from 'vitest'
import { autoArchiving } from '../../src/evidence/auto-archiving.ts'
import { drafts } from '../../src/evidence/drafts.ts'
import { ewsResponses } from '../../src/evidence/ews-responses.ts'
import { ewsState } from '../../src/evidence/ews-state.ts'
import { inputsRead } from '../../src/evidence/inputs-read.ts'
import { logCoverage } from '../../src/evidence/log-coverage.ts'
import { mailboxLocation } from '../../src/evidence/mailbox-location.ts'
import { messageTrail } from '../../src/evidence/message-trail.ts'
import { offlineImSwitch } from '../../src/evidence/offline-im-switch.ts'
import { offlineMessages } from '../../src/evidence/offline-messages.ts'
import { serverVersion } from '../../src/evidence/server-version.ts'
import { signIns } from '../../src/evidence/sign-ins.ts'
import { spool } from '../../src/evidence/spool.ts'
import { LatestReadings } from '../../src/evidence/switch-reading.ts'
import { tracingSettings } from '../../src/evidence/tracing-settings.ts'
import { userIdentity } from '../../src/evidence/user-identity.ts'
import { Tally } from '../../src/model/tally.ts'
import { collectEvidence } from '../support/evaluate-rule.ts'
import { acceptsTest, keepsTest, limitTest } from '../support/limits/limit-test.ts'
import {
  cmdletOutput,
  inputSummary,
  NOON,
  provisioning,
  register,
  sip,
  source,
  spoolFolder,
  spoolItem,
  trace,
} from '../support/observations.ts'

const times = <T>(count: number, create: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => create(at))
const user = (at: number) => `user-${at}@contoso.example`

keepsTest('evidence/auto-archiving.ts MAX_GRANTS', (count) => {
  const outputs = times(count, (at) =>
    cmdletOutput('Get-CsUser', { SipAddress: `sip:${user(at)}`, ClientPolicy: 'Tag:x' }),
  )
  return collectEvidence(autoArchiving, outputs).grants.size
})

keepsTest('evidence/auto-archiving.ts MAX_UNREAD', (count) => {
  const outputs = times(count, (at) =>
    cmdletOutput('Get-CsClientPolicy', { Identity: `Tag:${at}`, EnableIMAutoArchiving: 'perhaps' }),
  )
  return collectEvidence(autoArchiving, outputs).unreadSwitches.length
})

keepsTest('evidence/offline-im-switch.ts MAX_UNREAD', (count) => {
  const outputs = times(count, (at) =>
    cmdletOutput('Get-CsImConfiguration', { Identity: `Site:${at}`, EnableOfflineIm: 'perhaps' }),
  )
  return collectEvidence(offlineImSwitch, outputs).unreadSwitches.length
})

keepsTest('evidence/switch-reading.ts MAX_READINGS', (count) => {
  const readings = new LatestReadings()
  for (let at = 0; at < count; at += 1)
    readings.add({ name: 'EnableOfflineIm', value: true, sourceText: `scope ${at}`, source })
  return readings.all().length
})

keepsTest('evidence/drafts.ts MAX_MAILBOXES', (count) => {
  const outputs = times(count, (at) =>
    cmdletOutput(
      'Get-MailboxFolderStatistics',
      { FolderType: 'Drafts', ItemsInFolder: '3' },
      user(at),
    ),
  )
  return collectEvidence(drafts, outputs).mailboxes.length
})

keepsTest('evidence/drafts.ts MAX_COUNTS_PER_MAILBOX', (count) => {
  const output = cmdletOutput(
    'Get-MailboxFolderStatistics',
    { FolderType: 'Drafts', ItemsInFolder: '3' },
    user(0),
  )
  const [mailbox] = collectEvidence(
    drafts,
    times(count, () => output),
  ).mailboxes
  return mailbox?.counts.length ?? 0
})

keepsTest('evidence/drafts.ts MAX_FAILED_SENDS', (count) => {
  const { failedSends, failedSendCount } = collectEvidence(
    drafts,
    times(count, () => [
      trace('<m:CreateItem MessageDisposition="SaveOnly">'),
      trace('<m:SendItemResponse><m:ResponseCode>ErrorSendAsDenied'),
    ]).flat(),
  )
  return { kept: failedSends.length, left: failedSendCount - failedSends.length }
})

keepsTest('evidence/drafts.ts MAX_PROCESSES', (count) => {
  const ofProcess = (pid: number, message: string) => ({
    ...trace(message),
    event: { at: NOON, message, pid },
  })
  const { failedSendCount } = collectEvidence(drafts, [
    ...times(count, (at) => ofProcess(at + 1, 'MessageDisposition="SaveOnly"')),
    ...times(count, (at) => ofProcess(at + 1, 'SendItemResponse ErrorSendAsDenied')),
  ])
  return failedSendCount
})

keepsTest('evidence/ews-state.ts MAX_ROWS', (count) => {
  const rows = times(count, () => ({
    kind: 'configuration-row' as const,
    name: 'EWS Internal URL',
    value: 'https://mail.contoso.example/EWS/Exchange.asmx',
    source,
  }))
  return collectEvidence(ewsState, rows).rows.length
})

keepsTest('evidence/inputs-read.ts MAX_INPUTS', (count) => {
  const { inputs, omittedCount } = collectEvidence(
    inputsRead,
    times(count, (at) => inputSummary({ path: `${at}.log` })),
  )
  return { kept: inputs.length, left: omittedCount }
})

keepsTest('evidence/log-coverage.ts MAX_LOGS', (count) => {
  const { logs, omittedCount } = collectEvidence(
    logCoverage,
    times(count, (at) => inputSummary({ path: `${at}.log` })),
  )
  return { kept: logs.length, left: omittedCount }
})

keepsTest('evidence/mailbox-location.ts MAX_USERS', (count) => {
  const url = 'https://mail.contoso.example/EWS/Exchange.asmx'
  const observations = times(count, (at) => provisioning('ewsUrl', url, NOON, user(at)))
  return collectEvidence(mailboxLocation, observations).length
})

const offlineAnswer = (at: number, recipient = user(at)) =>
  sip(
    'SIP/2.0 480 Temporarily Unavailable',
    { from: '<sip:kim@contoso.example>', to: `<sip:${recipient}>`, cseq: '1 INVITE' },
    { direction: 'received' },
  )

keepsTest('evidence/offline-messages.ts MAX_RECIPIENTS', (count) => {
  const { recipients, omittedCount } = collectEvidence(
    offlineMessages,
    times(count, (at) => offlineAnswer(at)),
  )
  return { kept: recipients.length, left: omittedCount }
})

keepsTest('evidence/offline-messages.ts MAX_SOURCES', (count) => {
  const answers = times(count, () => offlineAnswer(0))
  const [recipient] = collectEvidence(offlineMessages, answers).recipients
  const kept = recipient?.sources.length ?? 0
  return { kept, left: (recipient?.messageCount ?? 0) - kept }
})

keepsTest('evidence/server-version.ts MAX_BUILDS', (count) => {
  const output = cmdletOutput('Get-CsServerVersion', {
    Version: 'Skype for Business Server 2015 (6.0.9319.0)',
    Value: 'Skype for Business Server 2015 (6.0.9319.0)',
  })
  return collectEvidence(
    serverVersion,
    times(count, () => output),
  ).baseBuilds.length
})

const accepted = (at: number, from = user(0)) =>
  sip(
    'SIP/2.0 200 OK',
    { from: `<sip:${from}>`, 'call-id': String(at), cseq: '1 REGISTER' },
    { at: NOON + at, direction: 'received' },
  )

keepsTest(
  'evidence/sign-ins.ts MAX_USERS',
  (count) =>
    collectEvidence(
      signIns,
      times(count, (at) => accepted(at, user(at))),
    ).latestByUser.size,
)

keepsTest('evidence/sign-ins.ts MAX_LISTED', (count) => {
  const { accepted: kept, acceptedCount } = collectEvidence(
    signIns,
    times(count, (at) => accepted(at)),
  )
  return { kept: kept.length, left: acceptedCount - kept.length }
})

keepsTest('evidence/sign-ins.ts MAX_STATUS_LINE_LENGTH', (count) => {
  const line = 'SIP/2.0 403 '.padEnd(count, 'x')
  const [refused] = collectEvidence(signIns, [
    { ...accepted(0), message: { ...accepted(0).message, startLine: line, status: 403 } },
  ]).refused
  return 'SIP/2.0 '.length + (refused?.statusText.length ?? 0)
})

keepsTest('evidence/spool-snapshot.ts MAX_DETAILED_ITEMS', (count) => {
  const [own] = collectEvidence(spool, [
    spoolFolder(),
    ...times(count, (at) => spoolItem(NOON + at)),
  ])
  const kept = own?.current.oldest.length ?? 0
  return { kept, left: (own?.current.itemCount ?? 0) - kept }
})

keepsTest(
  'evidence/spool.ts MAX_OWNERS',
  (count) =>
    collectEvidence(
      spool,
      times(count, (at) => spoolFolder(user(at))),
    ).length,
)

limitTest('evidence/spool.ts MAX_SNAPSHOTS', {
  at: (value) => expect(snapshotTimes(value)).toEqual(times(value, (at) => NOON + at)),
  // The earliest one stays: a trend needs it.
  beyond: (value) =>
    expect(snapshotTimes(value + 1)).toEqual([NOON, ...times(value - 1, (at) => NOON + at + 2)]),
})

function snapshotTimes(count: number): (number | undefined)[] {
  const listings = times(count, (at) => ({
    ...spoolFolder(),
    via: 'listing' as const,
    takenAt: NOON + at,
    source: { path: `${at}.txt` },
  }))
  const [own] = collectEvidence(spool, listings)
  return (own?.snapshots ?? []).map(({ takenAt }) => takenAt)
}

keepsTest(
  'evidence/tracing-settings.ts MAX_SETTINGS',
  (count) =>
    collectEvidence(
      tracingSettings,
      times(count, (at) => provisioning('EnableTracing', 'true', NOON, user(at))),
    ).length,
)

keepsTest(
  'evidence/user-identity.ts MAX_USERS',
  (count) =>
    collectEvidence(
      userIdentity,
      times(count, (at) => register(NOON, user(at))),
    ).users.length,
)

const ewsAnswer = (code: string, name = user(0)) => ({
  kind: 'ews-answer' as const,
  at: NOON,
  agent: '',
  code,
  user: name,
  source,
})

limitTest('evidence/ews-responses.ts MAX_USERS_PER_CODE', {
  at: (value) => expect(namedUsers(value)).toEqual({ users: value, serverLogUsers: value }),
  beyond: (value) => expect(namedUsers(value + 1)).toEqual({ users: 0, serverLogUsers: value }),
})

function namedUsers(count: number) {
  const answers = times(count, (at) => ewsAnswer('ErrorServerBusy', user(at)))
  const [group] = collectEvidence(ewsResponses, answers).failureGroups
  return { users: group?.users?.length ?? 0, serverLogUsers: group?.serverLogUsers.length }
}

keepsTest('evidence/ews-responses.ts MAX_CODES', (count) => {
  const answers = times(count, (at) => ewsAnswer(`ErrorCode${'abcdefghij'[at % 10]}${at}`))
  const { failureGroups, omittedGroupCount } = collectEvidence(ewsResponses, answers)
  return { kept: failureGroups.length, left: omittedGroupCount }
})

keepsTest('evidence/ews-responses.ts MAX_SOURCES_PER_CODE', (count) => {
  const answers = times(count, () => ewsAnswer('ErrorServerBusy'))
  const [group] = collectEvidence(ewsResponses, answers).failureGroups
  const kept = group?.sources.length ?? 0
  return { kept, left: (group?.count ?? 0) - kept }
})

keepsTest('evidence/ews-responses.ts MAX_FAILED_RESPONSES', (count) => {
  const answers = times(count, (at) => trace('<m:ResponseCode>ErrorServerBusy', NOON + at))
  const { failedResponses, failedResponseCount } = collectEvidence(ewsResponses, answers)
  return { kept: failedResponses.length, left: failedResponseCount - failedResponses.length }
})

const EWS = 'https://mail.contoso.example/EWS/Exchange.asmx'

limitTest('evidence/ews-responses.ts MAX_CHALLENGES', {
  at: (value) => expect(failuresOfChallenges(value)).toBe(0),
  beyond: (value) => expect(failuresOfChallenges(value + 1)).toBe(value + 1),
})

/** The failures after so many requests for credentials and a successful answer. */
const failuresOfChallenges = (count: number) =>
  collectEvidence(ewsResponses, [
    ...times(count, () => trace(`POST ${EWS} HTTP/1.1 401`)),
    trace(`POST ${EWS} HTTP/1.1 200`),
  ]).failedResponseCount

keepsTest('evidence/ews-state.ts MAX_ATTEMPTS', (count) => {
  const requests = times(count, (at) =>
    trace(`GET https://x${at}.contoso.example/autodiscover/autodiscover.xml HTTP/1.1 401`),
  )
  return collectEvidence(ewsState, requests).autodiscoverAttempts.length
})

keepsTest('evidence/message-trail.ts MAX_ENTRIES', (count) => {
  const records = times(count, (at) => trace(`<m:CreateItem> POST ${EWS} HTTP/1.1`, NOON + at))
  return collectEvidence(messageTrail, records).ewsRecords.length
})

const message = (startLine: string, at: number, callId: string, more = {}) =>
  sip(
    startLine,
    {
      from: '<sip:kim@contoso.example>',
      to: '<sip:lee@contoso.example>',
      'call-id': callId,
      cseq: '1 MESSAGE',
      ...more,
    },
    { at: NOON + at, direction: startLine.startsWith('SIP') ? 'received' : 'sent' },
  )
const REQUEST = 'MESSAGE sip:lee@contoso.example SIP/2.0'
const OFFLINE = 'SIP/2.0 480 Temporarily Unavailable'

limitTest('evidence/sent-request-tracker.ts MAX_OPEN_ENTRIES', {
  at: (value) => expect(sentTimeOfFirst(value)).toBe(NOON),
  beyond: (value) => expect(sentTimeOfFirst(value + 1)).toBeUndefined(),
})

/** When the first of so many requests was sent, of which only that one has an answer. */
function sentTimeOfFirst(count: number): number | undefined {
  const requests = times(count, (at) => message(REQUEST, at, `call-${at}`))
  const answer = message(OFFLINE, count, 'call-0')
  return collectEvidence(messageTrail, [...requests, answer]).messages[0]?.sentAt
}

acceptsTest('evidence/sent-request-tracker.ts MAX_TEXT_LENGTH', (length) => {
  const answer = message(OFFLINE, 0, 'x'.repeat(length))
  return collectEvidence(messageTrail, [answer]).messages.length === 1
})

limitTest('evidence/server-version.ts MAX_OUTPUTS', {
  at: (value) => expect(hasRightShell(value)).toBe(true),
  beyond: (value) => expect(hasRightShell(value + 1)).toBe(false),
})

/** Whether the output of the right shell is found behind others without the cmdlet. */
function hasRightShell(count: number): boolean {
  const missing = (name: string, at: number) => ({
    kind: 'cmdlet-missing' as const,
    name,
    source: { path: `${at}.txt` },
  })
  const wrong = times(count - 1, (at) => missing('Get-CsUser', at))
  const { cmdletMissingAt } = collectEvidence(serverVersion, [
    ...wrong,
    ...times(count, (at) => missing('Get-CsImConfiguration', at)),
  ])
  return cmdletMissingAt !== undefined
}

const gaps = (count: number) => {
  const tally = new Tally()
  let at = NOON
  for (let index = 0; index <= count; index += 1) {
    tally.addRecord(at)
    at += 3_600_000
  }
  return tally.gaps.length
}
keepsTest('model/tally.ts MAX_GAPS', gaps)

keepsTest('model/tally.ts MAX_DAMAGE', (count) => {
  const tally = new Tally()
  for (let line = 1; line <= count; line += 1) tally.addDamage({ line, reason: 'cut off' })
  return { kept: tally.damage.length, left: tally.unreadable - tally.damage.length }
})

keepsTest('model/tally.ts MAX_NOTES', (count) => {
  const tally = new Tally()
  for (let at = 0; at < count; at += 1) tally.addNote(`note ${at}`)
  return tally.notes.length
})

keepsTest('model/tally.ts MAX_UNREAD_LINES', (count) => {
  const tally = new Tally()
  for (let line = 1; line <= count; line += 1) tally.addUnreadLine(line)
  return { kept: tally.unreadLines.length, left: tally.unreadLineCount - tally.unreadLines.length }
})
