import type { BatchLine } from '../../src/model/batch-line.ts'
import {
  type Certainty,
  type DiagnosedCause,
  type Diagnosis,
  NOT_ATTEMPTED,
} from '../../src/model/diagnosis.ts'
import { facts, flaggedVerdict, judgedBatchLine } from './batch-lines.ts'
import { verdict } from './reports.ts'

const diagnosedCause = (
  rule: string,
  certainty: Certainty,
  more: Partial<DiagnosedCause> = {},
): DiagnosedCause => ({
  rule,
  title: `Title of ${rule}`,
  certainty,
  because: [],
  explains: { symptoms: ['spool-message-stuck'], messages: 1, of: 1 },
  causedBy: [],
  supersedes: [],
  ...more,
})

const diagnosisOf = (more: Partial<Diagnosis> = {}): Diagnosis => ({
  outcome: 'cause-found',
  answer: 'EWS answers ErrorServerBusy.',
  causes: [],
  unexplained: [],
  ruledOut: [],
  undecided: [],
  actions: [],
  collectNext: [],
  ...more,
})

const stuck = () =>
  flaggedVerdict('spool-message-stuck', 2, {
    title: 'A message to someone who is offline is stuck in the History Spooler',
  })
const ews = () =>
  flaggedVerdict('ews-request-failing', 2, { title: 'EWS rejects the client’s requests' })
const client = () =>
  flaggedVerdict('client-build-too-old-for-on-premises-mailbox', 1, {
    title: 'The client is too old for an on-premises mailbox',
  })
const logging = () =>
  flaggedVerdict('logging-not-full', 1, {
    title: 'Client logging is not set to Full',
    severity: 'warning',
  })

const known = (user: string, clientBuild: string) =>
  facts({ users: user, clientBuild, updateChannel: 'Deferred', server: 'Server 6.0.9319.272' })
const [KIM, LEE] = ['kim@contoso.example', 'lee@contoso.example']

/**
 * Creates results of two versions: causes of each certainty, one of one user of two, symptoms with
 * and without a cause, a superseded rule, and a case of an earlier version without a diagnosis.
 */
export const diagnosedFleet = (): BatchLine[] => [
  judgedBatchLine('PC-1', {
    verdicts: [stuck(), client(), ews(), logging()],
    facts: known(KIM, '16.0.6741.2056'),
    diagnosis: diagnosisOf({
      causes: [
        diagnosedCause('ews-request-failing', 'likely'),
        diagnosedCause('client-build-too-old-for-on-premises-mailbox', 'possible', { user: KIM }),
      ],
    }),
  }),
  judgedBatchLine('PC-2', {
    verdicts: [stuck(), ews()],
    facts: known(`${KIM}, ${LEE}`, '16.0.7369.2038'),
    diagnosis: diagnosisOf({
      causes: [
        diagnosedCause('ews-request-failing', 'possible', { user: KIM }),
        diagnosedCause('ews-request-failing', 'proven', { user: KIM }),
      ],
      unexplained: [{ rule: 'spool-message-stuck', user: LEE, messages: 1 }],
    }),
  }),
  judgedBatchLine('PC-3', {
    verdicts: [
      client(),
      flaggedVerdict('windows-installer-client', 1, {
        title: 'The client is the Windows Installer edition, which has no Offline IM',
      }),
    ],
    facts: known('alex@contoso.example', '16.0.4417.1000'),
    diagnosis: diagnosisOf({
      answer: 'The client is a Windows Installer build.',
      causes: [
        diagnosedCause('windows-installer-client', 'proven', {
          explains: { symptoms: [NOT_ATTEMPTED], messages: 1, of: 1 },
          supersedes: ['client-build-too-old-for-on-premises-mailbox'],
        }),
      ],
    }),
  }),
  judgedBatchLine('PC-4', {
    verdicts: [stuck()],
    facts: known('sam@contoso.example', '16.0.7369.2038'),
    diagnosis: diagnosisOf({
      outcome: 'unexplained',
      answer: 'No cause was found for this: 2 stuck messages.',
      unexplained: [{ rule: 'spool-message-stuck', messages: 2 }],
    }),
  }),
  judgedBatchLine('PC-5', {
    verdicts: [verdict('clock-skew')],
    diagnosis: diagnosisOf({ outcome: 'nothing-wrong', answer: 'Nothing is stuck.' }),
  }),
  judgedBatchLine('PC-6', { verdicts: [ews()], facts: known(LEE, '16.0.6741.2056') }),
]
