import { explainEwsCode } from '../evidence/ews-codes.ts'
import { ewsResponses, ewsResponsesMissing } from '../evidence/ews-responses.ts'
import { copySpoolStep } from '../evidence/spool.ts'
import { formatCount, formatDuration } from '../model/duration.ts'
import { formatMoment, formatTimeSpan } from '../model/moment.ts'
import { clear, defineRule, flagged, notChecked } from '../model/rule.ts'

export const ewsRequestFailing = defineRule({
  id: 'ews-request-failing',
  severity: 'error',
  // How the client's trace words an HTTP answer is not documented.
  status: 'trial',
  title: 'Exchange Web Services refuses or fails the client’s requests',
  why: 'An offline message is a request to EWS. When EWS answers with an error the message stays in the History Spooler, or is saved to Drafts and not sent.',
  looksAt:
    'EWS response codes in the trace (Error…, BackOffMilliseconds), and HTTP 401, 403 and 5xx in records that name the EWS address. A 401 that the same address follows with a success within 30 s only asked for credentials. Grouped by code.',
  thresholds: {},
  falsePositives: [
    'Other features use EWS too (calendar, voice mail, contacts): a code need not come from an offline message. Compare the times.',
    'A short throttling that has passed: look at when the last error came.',
  ],
  remedy: [
    copySpoolStep,
    {
      do: 'Do what the finding says for its code.',
      verify: 'A later trace has answers of EWS without that code.',
    },
    {
      do: 'An Exchange administrator tests EWS as the user (on-premises; for Exchange Online use https://testconnectivity.microsoft.com).',
      commands: [
        'Test-WebServicesConnectivity -Identity "<user@domain>" -MailboxCredential (Get-Credential)',
      ],
      verify:
        'Every scenario says Success, and a new trace of an offline message has no error code.',
    },
  ],
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
  evaluate({
    ewsResponses: {
      failureGroups: failures,
      omittedGroupCount: omitted,
      successCount: successes,
      lastSuccess,
    },
  }) {
    if (failures.length > 0) {
      const findings = failures.map(
        ({ code, count, first, last, backOff, sources, serverLogUsers }) => {
          const { meaning, remedy } = explainEwsCode(code)
          const when = count === 1 ? formatMoment(last) : formatTimeSpan(first, last)
          const wait =
            backOff === undefined
              ? ''
              : ` Exchange asked for a pause of ${formatDuration(backOff)}.`
          const later =
            lastSuccess && lastSuccess.at > last
              ? ` EWS answered without an error later, at ${formatMoment(lastSuccess.at)}.`
              : ''
          const from =
            serverLogUsers.length === 0
              ? ''
              : ` The Exchange server’s log says so for ${serverLogUsers.join(', ')}.`
          return {
            subject: code,
            message: `EWS answered ${code} ${formatCount(count, 'time')} (${when}): ${meaning}.${wait}${later}${from}`,
            sources,
            remedy,
          }
        },
      )
      return flagged(findings[0]?.message ?? '', findings, omitted)
    }
    if (lastSuccess)
      return clear(
        `${formatCount(successes, 'answer')} of EWS in the trace, none of them an error.`,
        [lastSuccess.source],
      )
    return notChecked('No answer of EWS is in the evidence.', ewsResponsesMissing)
  },
})
