import { inputsRead } from '../evidence/inputs-read.ts'
import { logsMissing } from '../evidence/log-coverage.ts'
import { formatCount, formatPercent } from '../model/duration.ts'
import { programOf } from '../model/logs/log-program.ts'
import { clear, defineRule, flagged, type MissingEvidence, notChecked } from '../model/rule.ts'
import type { InputSummary } from '../model/tally.ts'
import { ratioThreshold } from '../model/threshold.ts'

const EXPORT_AGAIN = [
  'spoolscope analyze "Lync-16.0.7070.2026-Office-x86ship-U.etl" --tmf "C:\\tmf"',
  'tracefmt.exe "Lync-16.0.7070.2026-Office-x86ship-U.etl" -p "C:\\tmf" -o lync.txt',
  'netsh trace convert input="Lync-16.0.7070.2026-Office-x86ship-U.etl" output=lync.txt tmfpath="C:\\tmf"',
  'tracerpt "Lync-16.0.7070.2026-Office-x86ship-U.etl" -of CSV -o lync.csv',
]

const BINARY = 'etl-binary'

/** What a binary trace is missing that is read as it is. */
const schemasMissing: MissingEvidence = {
  evidence: 'the format files of a binary trace',
  how: 'Its WPP messages need trace message format files: default.tmf of the Skype for Business Server 2015 Debugging Tools, or those of the client’s build, from Microsoft support. Other events need the manifests of their providers. Which of them are needed stands in the report’s inputs. Put them into the folder of the case, or name them. The texts found in such events were looked at all the same.',
  commands: [
    'spoolscope analyze <case> --tmf "C:\\Program Files\\Skype for Business Server 2015\\Debugging Tools"',
    'spoolscope analyze <case> --tmf default.tmf --manifest provider.man',
  ],
}

export const traceNotDecoded = defineRule({
  id: 'trace-not-decoded',
  severity: 'warning',
  status: 'stable',
  title: 'A trace was exported without the information that decodes it',
  why: 'The client’s ETL holds numbers and values; their text stands in format files (TMF, manifests). An export made without them has the records’ times but not what they say, so nothing can be concluded from what is absent.',
  looksAt:
    'Records that the exporter itself marks as not decoded, such as “Unknown( 34): GUID=… (No Format Information found)”, of all records of each log or trace that is not another program’s. Of a binary trace (.etl), events that nothing at hand decodes: then this is not checked, and the report says what would decode them.',
  thresholds: {
    undecodedShare: ratioThreshold(0.1, {
      why: 'Single undecoded records of other components are usual; a tenth can hide the ones that matter',
      origin: 'inferred',
    }),
  },
  falsePositives: [
    'The undecoded records are of another component traced at the same time, not of Skype for Business.',
  ],
  remedy: [
    {
      do: 'Give spoolscope the original .etl itself, with its format files (--tmf, --manifest). Or export it again on a machine that has them: tracefmt or netsh with the path of the TMF files, or OCSLogger of the Skype for Business Server debugging tools. Where there are none, tracerpt on a machine with the same Skype for Business build at least shows the strings.',
      commands: EXPORT_AGAIN,
      verify: 'The export no longer says “No Format Information found”, or hardly ever.',
    },
  ],
  references: [
    {
      title: 'Tracefmt',
      url: 'https://learn.microsoft.com/windows-hardware/drivers/devtest/tracefmt',
    },
    {
      title: 'tracerpt',
      url: 'https://learn.microsoft.com/windows-server/administration/windows-commands/tracerpt',
    },
  ],
  evidence: { inputsRead },
  evaluate({ inputsRead: { inputs } }, { undecodedShare }) {
    const logs = inputs.filter(
      ({ log, status, records, undecoded }) => log && status === 'read' && records + undecoded > 0,
    )
    const clientLogs = logs.filter((input) => programOf(input) === 'client')
    // A trace that nothing names may be the client's.
    const over = logs
      .filter((input) => ['client', 'unknown'].includes(programOf(input)))
      .filter((input) => shareOf(input) > undecodedShare)
      .map((input) => {
        const share = `${Math.floor(shareOf(input) * 100)} % of ${formatCount(input.records, 'record')} not decoded`
        const message = `${input.path}: ${share} (limit ${formatPercent(undecodedShare)})`
        return {
          binary: input.format === BINARY,
          finding: { subject: input.path, message, sources: [{ path: input.path }] },
        }
      })
    const findings = over.flatMap(({ binary, finding }) => (binary ? [] : [finding]))
    if (findings.length > 0)
      return flagged(`${findings.map(({ message }) => message).join('. ')}.`, findings)
    // Nobody did anything wrong with these: what would decode them was not given.
    if (over.length > 0)
      return notChecked(`${over.map(({ finding }) => finding.message).join('. ')}.`, schemasMissing)
    if (clientLogs.length > 0)
      return clear(
        `The records of ${formatCount(clientLogs.length, 'log')} are decoded.`,
        clientLogs.map(({ path }) => ({ path })),
      )
    if (logs.length > 0)
      return notChecked(
        `No log or trace of the client is in the evidence, only ${formatCount(logs.length, 'log')} of other programs.`,
        logsMissing,
      )
    const binary = inputs.find(({ status }) => status === 'binary-trace')
    return notChecked(
      binary
        ? `${binary.path} holds events of the Windows kernel only, and no other log or trace is in the evidence.`
        : 'No log or trace is in the evidence.',
      logsMissing,
    )
  },
})

const shareOf = ({ records, undecoded }: InputSummary): number =>
  undecoded / Math.max(records, undecoded)
