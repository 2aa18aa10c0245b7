import { inputsRead } from '../evidence/inputs-read.ts'
import { logsMissing } from '../evidence/log-coverage.ts'
import { formatCount, formatPercent } from '../model/duration.ts'
import { programOf } from '../model/logs/log-program.ts'
import {
  clear,
  defineRule,
  type Finding,
  flagged,
  type MissingEvidence,
  notChecked,
} from '../model/rule.ts'
import type { InputSummary } from '../model/tally.ts'
import { ratioThreshold } from '../model/threshold.ts'

const EXPORT_COMMANDS = [
  'spoolscope analyze "<file>.etl" --tmf "C:\\tmf"',
  'tracefmt.exe "<file>.etl" -p "C:\\tmf" -o lync.txt',
  'netsh trace convert input="<file>.etl" output=lync.txt tmfpath="C:\\tmf"',
  'tracerpt "<file>.etl" -of CSV -o lync.csv',
]

/** The format id of a binary trace that is read directly. */
const BINARY_FORMAT = 'etl-binary'

const schemasMissing: MissingEvidence = {
  evidence: 'the format files of a binary trace',
  how:
    'WPP messages need trace message format files: default.tmf of the Skype for Business Server ' +
    '2015 Debugging Tools, or those of the client’s build, from Microsoft support. Other events ' +
    'need the manifests of their providers. The inputs in the report show which ones are needed. ' +
    'Put them into the folder of the case, or pass them as options. The texts found in such ' +
    'events were analyzed anyway.',
  commands: [
    'spoolscope analyze <case> ' +
      '--tmf "C:\\Program Files\\Skype for Business Server 2015\\Debugging Tools"',
    'spoolscope analyze <case> --tmf default.tmf --manifest provider.man',
  ],
}

export const traceNotDecoded = defineRule({
  id: 'trace-not-decoded',
  severity: 'warning',
  status: 'stable',
  title: 'A trace was exported without its format files (TMF)',
  clearTitle: 'Client logs: decoded',
  why:
    'The client’s ETL contains numbers and values; the texts are in format files (TMF, ' +
    'manifests). An export without them has the times of the records but not their content, so ' +
    'missing records prove nothing.',
  looksAt:
    'The share of records that the exporter marks as not decoded, such as “Unknown( 34): GUID=… ' +
    '(No Format Information found)”, in each log or trace that is not from another program. For ' +
    'a binary trace (.etl), the share of events that no available file decodes. Then this is not ' +
    'checked, and the report says what would decode them.',
  thresholds: {
    undecodedShare: ratioThreshold(0.1, {
      why:
        'Single undecoded records of other components are common. A tenth of all records can ' +
        'hide the important ones',
      origin: 'inferred',
    }),
  },
  falsePositives: [
    'The undecoded records come from another component traced at the same time, not from Skype ' +
      'for Business.',
  ],
  remedy: [
    {
      role: 'support',
      phase: 'examine',
      do:
        'Analyze the original .etl with its format files (--tmf, --manifest). Or export it again ' +
        'on a machine that has them: use tracefmt or netsh with the path of the TMF files, or ' +
        'OCSLogger of the Skype for Business Server debugging tools. Without format files, ' +
        'tracerpt on a machine with the same Skype for Business build at least shows the strings.',
      commands: EXPORT_COMMANDS,
      verify: 'The export no longer contains “No Format Information found”, or only rarely.',
    },
  ],
  diagnosis: { role: 'limit', hidesRecords: true },
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
    // A trace that names no program may be the client's.
    const undecoded = logs
      .filter((input) => ['client', 'unknown'].includes(programOf(input)))
      .filter((input) => undecodedShareOf(input) > undecodedShare)
    const findings = undecoded
      .filter(({ format }) => format !== BINARY_FORMAT)
      .map((input) => toFinding(input, undecodedShare))
    if (findings.length > 0)
      return flagged(`${findings.map(({ message }) => message).join('. ')}.`, findings)
    // Only binary traces are left. They are not faulty: the user did not pass their format files.
    if (undecoded.length > 0) {
      const messages = undecoded.map((input) => toFinding(input, undecodedShare).message)
      return notChecked(`${messages.join('. ')}.`, schemasMissing)
    }
    if (clientLogs.length > 0)
      return clear(
        `The records of ${formatCount(clientLogs.length, 'log')} are decoded.`,
        clientLogs.map(({ path }) => ({ path })),
      )
    if (logs.length > 0)
      return notChecked(
        'No log or trace of the client is in the evidence, only ' +
          `${formatCount(logs.length, 'log')} of other programs.`,
        logsMissing,
      )
    const binary = inputs.find(({ status }) => status === 'binary-trace')
    return notChecked(
      binary
        ? `${binary.path} contains only events of the Windows kernel, and no other log or trace ` +
            'is in the evidence.'
        : 'No log or trace is in the evidence.',
      logsMissing,
    )
  },
})

const undecodedShareOf = ({ records, undecoded }: InputSummary): number =>
  undecoded / Math.max(records, undecoded)

function toFinding(input: InputSummary, maxShare: number): Finding {
  const { path, records } = input
  const percent = Math.floor(undecodedShareOf(input) * 100)
  return {
    subject: path,
    message:
      `${path}: ${percent} % of ${formatCount(records, 'record')} not decoded ` +
      `(limit ${formatPercent(maxShare)})`,
    sources: [{ path }],
  }
}
