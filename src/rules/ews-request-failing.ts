import { testEwsCommand } from '../evidence/collect-commands.ts'
import { explainEwsCode } from '../evidence/ews-codes.ts'
import {
  type EwsFailureGroup,
  ewsResponses,
  ewsResponsesMissing,
} from '../evidence/ews-responses.ts'
import { testEwsOnlineStep } from '../evidence/ews-state.ts'
import { copySpoolStep } from '../evidence/spool.ts'
import { defined } from '../model/defined.ts'
import { formatCount, formatDuration } from '../model/duration.ts'
import { formatMoment, formatTimeSpan } from '../model/moment.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'

export const ewsRequestFailing = defineRule({
  id: 'ews-request-failing',
  severity: 'error',
  // The wording of HTTP answers in the client's trace is not documented.
  status: 'trial',
  title: 'EWS rejects the client’s requests',
  clearTitle: 'EWS answers: no errors',
  why:
    'The client sends an offline message as a request to EWS (Exchange Web Services). If EWS ' +
    'answers with an error, the message stays in the History Spooler, or is saved to Drafts and ' +
    'not sent.',
  looksAt:
    'EWS response codes in the trace (Error…, BackOffMilliseconds), and HTTP 401, 403 and 5xx in ' +
    'records that name the EWS address. A 401 followed by a success from the same address within ' +
    '30 s only asked for credentials and is ignored. Failures are grouped by code.',
  thresholds: {},
  falsePositives: [
    'Other features also use EWS (calendar, voice mail, contacts), so a code may not come from ' +
      'an offline message. Compare the times.',
    'It was a short period of throttling that is over. Check the time of the last error.',
  ],
  remedy: [
    copySpoolStep,
    {
      role: 'exchange-administrator',
      phase: 'change',
      isPerFinding: true,
      do: 'Follow the advice given for each error code.',
      verify: 'A later trace contains answers of EWS without that code.',
    },
    {
      role: 'exchange-administrator',
      phase: 'examine',
      condition: 'on-premises',
      onlyIf: 'If the mailbox is in Exchange on-premises',
      do: 'Ask an Exchange administrator to test EWS as the user.',
      commands: [testEwsCommand],
      verify:
        'Every scenario shows Success, and a new trace of an offline message has no error code.',
    },
    testEwsOnlineStep,
  ],
  diagnosis: {
    role: 'cause',
    effect: 'fails',
    appliesTo: 'user',
    matches: 'ews-answer',
    explains: {
      'spool-message-stuck': 'proven',
      'spool-backlog-growing': 'likely',
      'drafts-accumulating': 'proven',
    },
    causedBy: ['ews-retired-in-exchange-online'],
  },
  references: [
    {
      title: 'ResponseCode',
      url: 'https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode',
    },
    {
      title: 'EWS throttling in Exchange',
      url: 'https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-throttling-in-exchange',
    },
    {
      title: 'Test-WebServicesConnectivity',
      url: 'https://learn.microsoft.com/powershell/module/exchangepowershell/test-webservicesconnectivity',
    },
  ],
  evidence: { ewsResponses },
  evaluate({ ewsResponses: { failureGroups, omittedGroupCount, successCount, lastSuccess } }) {
    if (failureGroups.length > 0) {
      const findings = failureGroups.map((group) => toFinding(group, lastSuccess?.at))
      return flagged(findings[0]?.message ?? '', findings, omittedGroupCount)
    }
    if (lastSuccess)
      return clear(
        `${formatCount(successCount, 'answer')} of EWS in the trace, none of them an error.`,
        [lastSuccess.source],
        lastSuccess.at,
      )
    return notChecked('No answer of EWS is in the evidence.', ewsResponsesMissing)
  },
})

/** `lastSuccessAt` is in milliseconds UTC. */
function toFinding(
  { code, count, first, last, backOffMs, serverLogUsers, users = [], sources }: EwsFailureGroup,
  lastSuccessAt: number | undefined,
): Finding {
  const { meaning, remedy, onlineRemedy } = explainEwsCode(code)
  const period = count === 1 ? formatMoment(last) : formatTimeSpan(first, last)
  const texts = [`EWS answered ${code} ${formatCount(count, 'time')} (${period}): ${meaning}.`]
  if (backOffMs !== undefined)
    texts.push(`Exchange asked for a pause of ${formatDuration(backOffMs)}.`)
  if (lastSuccessAt !== undefined && lastSuccessAt > last)
    texts.push(`EWS answered without an error later, at ${formatMoment(lastSuccessAt)}.`)
  if (serverLogUsers.length > 0)
    texts.push(`The Exchange server’s log says so for ${serverLogUsers.join(', ')}.`)
  const context = {
    ...defined({
      user: users.length === 1 ? users[0] : undefined,
      users: users.length > 1 ? users : undefined,
      onlineRemedy,
    }),
    since: first,
    until: last,
  }
  return { subject: code, message: texts.join(' '), sources, remedy, context }
}
