import { buildCaseReport } from '../../src/analysis/case-report.ts'
import { Engine } from '../../src/analysis/engine.ts'
import { reportedEvidence } from '../../src/evidence/index.ts'
import { defined } from '../../src/model/defined.ts'
import type { DiagnosedCause, Diagnosis } from '../../src/model/diagnosis.ts'
import { minutes } from '../../src/model/duration.ts'
import type { Observation } from '../../src/model/observation.ts'
import type { CaseReport } from '../../src/model/report.ts'
import type { Rule } from '../../src/model/rule.ts'
import { rules } from '../../src/rules/index.ts'
import {
  cmdletOutput,
  inputSummary,
  NOON,
  provisioning,
  register,
  sip,
  tick,
} from './observations.ts'

export const KIM = 'kim@contoso.example'
export const ALEX = 'alex@contoso.example'
const LEE = 'lee@contoso.example'

/** When the cases are analyzed, milliseconds UTC. */
export const AS_OF = NOON + minutes(60)
const LOG = 'Tracing/Lync-UccApi-0.UccApilog'
const TRACE = 'Tracing/client-trace.csv'

/** An engine with all rules, which has received nothing. */
export const createEngine = (ruleList: readonly Rule[] = rules): Engine =>
  new Engine({ rules: ruleList, evidence: reportedEvidence })

/** Gives each observation a source of its own, as the records of a file have. */
export const withOwnSources = (observations: readonly Observation[]): Observation[] =>
  observations.map((observation, index) => ({
    ...observation,
    source: { path: observation.source.path, line: index + 1 },
  }))

/** The report of a case with these observations, analyzed as of `AS_OF`. */
export function reportOn(
  observations: readonly Observation[],
  ruleList: readonly Rule[] = rules,
): CaseReport {
  const engine = createEngine(ruleList)
  for (const observation of withOwnSources([tick(AS_OF), ...observations]))
    engine.observe(observation)
  return buildCaseReport({ id: 'case', engine, inputs: [] })
}

export const diagnosisOf = (
  observations: readonly Observation[],
  ruleList: readonly Rule[] = rules,
): Diagnosis => {
  const { diagnosis } = reportOn(observations, ruleList)
  if (!diagnosis) throw new Error('the report has no diagnosis')
  return diagnosis
}

/** The cause that a rule found, of one user if it is of one. */
export const causeOf = (
  { causes }: Diagnosis,
  rule: string,
  user?: string,
): DiagnosedCause | undefined =>
  causes.find((cause) => cause.rule === rule && (user === undefined || cause.user === user))

/**
 * Certainty, and what it explains: `proven spool-message-stuck 1/2`. The certainty of that follows
 * where it is another one.
 */
export const summaryOf = (cause: DiagnosedCause | undefined): string =>
  cause === undefined
    ? 'no cause'
    : [
        cause.certainty,
        ...cause.explains.symptoms,
        `${cause.explains.messages}/${cause.explains.of}`,
        ...[cause.explains.certainty].filter(
          (certainty) => certainty !== undefined && certainty !== cause.certainty,
        ),
      ].join(' ')

export const signIn = (build: string, user = KIM, at = NOON - minutes(60)): Observation =>
  register(at, user, `UCCAPI/${build} OC/${build} (Skype for Business)`)

/** A build that has everything. */
const NEW_BUILD = '16.0.9126.2152'

/** The logs of the client, without a gap. */
export const logs = (from = NOON - minutes(60), to = AS_OF): Observation[] => [
  inputSummary({ path: LOG, from, to }),
  inputSummary({ path: TRACE, format: 'tracerpt-csv', from, to }),
]

/** A message to somebody who is offline, answered at `at`. */
export const offlineMessage = (at: number, user = KIM, callId = `${user}-${at}`): Observation[] => {
  const headers = {
    from: `<sip:${user}>;tag=1`,
    to: `<sip:${LEE}>`,
    'call-id': callId,
    cseq: '1 INVITE',
  }
  return [
    sip(`INVITE sip:${LEE} SIP/2.0`, headers, { at: at - 300, user }),
    sip('SIP/2.0 480 Temporarily Unavailable', headers, { at, direction: 'received', user }),
  ]
}

const spoolPath = (user: string) => `sip_${user}/History Spooler`

export const spoolOf = (user = KIM, takenAt = AS_OF): Observation => ({
  kind: 'spool-folder',
  folder: spoolPath(user),
  via: 'manifest',
  takenAt,
  user,
  source: { path: 'spoolscope-manifest.json' },
})

/** A spooled item. It is stuck unless `at` is less than two minutes before `takenAt`. */
export const spooledItem = (at: number, user?: string, takenAt = AS_OF): Observation => ({
  kind: 'spool-item',
  folder: spoolPath(user ?? 'unknown'),
  name: `${at}.hist`,
  bytes: 1200,
  written: at,
  via: 'manifest',
  takenAt,
  source: { path: 'spoolscope-manifest.json' },
  ...defined({ user }),
})

const traceRecord = (message: string, at: number, user?: string): Observation => ({
  kind: 'trace',
  at,
  event: { at, message },
  source: { path: TRACE },
  ...defined({ user }),
})

/** An attempt to pass an item on, and the answer of EWS. */
export const ewsAttempt = (at: number, code: string, user?: string): Observation[] => [
  traceRecord('CreateItem MessageDisposition="SendAndSaveCopy"', at, user),
  traceRecord(`CreateItemResponse ResponseCode=${code}`, at + 500, user),
]

/** An answer of EWS to something other than an offline message. */
export const ewsAnswer = (at: number, code: string, user?: string): Observation =>
  traceRecord(`GetItemResponse ResponseCode=${code}`, at, user)

export const autodiscoverRefused = (at: number): Observation[] => [
  traceRecord(
    'https://autodiscover.contoso.example/autodiscover/autodiscover.xml HTTP/1.1 401',
    at,
  ),
  traceRecord('https://contoso.example/autodiscover/autodiscover.xml HTTP/1.1 401', at + 1),
]

const row = (name: string, value: string, user?: string): Observation => ({
  kind: 'configuration-row',
  name,
  value,
  source: { path: 'configuration-information.txt' },
  ...defined({ user }),
})

export const ewsInformation = (status: string, user?: string): Observation =>
  row('EWS Information', status, user)

export const mailboxOn = (host: string, user?: string): Observation =>
  row('EWS Internal URL', `https://${host}/ews/exchange.asmx`, user)

export const ON_PREMISES_HOST = 'mail.contoso.example'
export const ONLINE_HOST = 'outlook.office365.com'

export const serverVersion = (version: string): Observation =>
  cmdletOutput('Get-CsServerPatchVersion', {
    ComponentName: 'Skype for Business Server 2015, Front End Server',
    Version: version,
  })

export const switchedTo = (value: boolean, scope = 'Global'): Observation =>
  cmdletOutput('Get-CsImConfiguration', {
    Identity: scope,
    EnableOfflineIm: value ? 'True' : 'False',
  })

export const clientPolicy = (identity: string, value: boolean): Observation =>
  cmdletOutput('Get-CsClientPolicy', {
    Identity: identity,
    EnableIMAutoArchiving: value ? 'True' : 'False',
  })

export const directoryUser = (user: string, policy = '', mail: string = user): Observation =>
  cmdletOutput('Get-CsUser', {
    SipAddress: `sip:${user}`,
    WindowsEmailAddress: mail,
    ClientPolicy: policy,
  })

export const draftsCount = (items: number): Observation =>
  cmdletOutput('Get-MailboxFolderStatistics', {
    Identity: `${KIM}\\Drafts`,
    FolderType: 'Drafts',
    ItemsInFolder: String(items),
  })

export const archiving = (value: boolean, user = KIM, at = NOON - minutes(60)): Observation =>
  provisioning('EnableIMAutoArchiving', String(value), at, user)

/** What is known about a client, part by part. */
interface ClientParts {
  readonly build: readonly Observation[]
  readonly archiving: readonly Observation[]
  readonly offlineIm: readonly Observation[]
  readonly server: readonly Observation[]
  readonly directory: readonly Observation[]
  readonly ewsState: readonly Observation[]
  readonly mailbox: readonly Observation[]
  readonly ewsAnswers: readonly Observation[]
  readonly logs: readonly Observation[]
}

/**
 * Evidence of a client with which everything is as it should be, except for `parts`. The spool was
 * not collected.
 */
export const soundClient = (parts: Partial<ClientParts> = {}, user = KIM): Observation[] =>
  Object.values({
    build: [signIn(NEW_BUILD, user)],
    archiving: [archiving(true, user)],
    offlineIm: [switchedTo(true)],
    server: [serverVersion('6.0.9319.516')],
    directory: [directoryUser(user)],
    ewsState: [ewsInformation('EWS Status OK', user)],
    mailbox: [mailboxOn(ON_PREMISES_HOST, user)],
    ewsAnswers: [ewsAnswer(NOON - minutes(50), 'NoError', user)],
    logs: logs(),
    ...parts,
  }).flat()
