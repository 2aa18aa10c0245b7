import { formatBytes } from '../model/duration.ts'
import type { InputReport, Report } from '../model/report.ts'
import type { Severity } from '../model/rule.ts'
import { toPrintable } from '../model/text/printable.ts'

/**
 * 0: nothing at or above --fail-on. 1: a rule at or above it was flagged or crashed. 2: nothing could
 * be analyzed.
 */
export type ExitCode = 0 | 1 | 2

/** Severity from which on a command fails. */
export type FailOn = 'error' | 'warning' | 'never'

const FAILING_SEVERITIES: Readonly<Record<FailOn, readonly Severity[]>> = {
  error: ['error'],
  warning: ['error', 'warning'],
  never: [],
}
/**
 * A report has to stay readable.
 * Limit: inputs listed when nothing is readable.
 * Beyond: further ones are counted.
 */
const MAX_LISTED_INPUTS = 10

/** Whether a finding of this severity makes the command fail. */
export const failsCommand = (failOn: FailOn, severity: Severity): boolean =>
  FAILING_SEVERITIES[failOn].includes(severity)

export const isReadable = ({ status, records, unreadable }: InputReport) =>
  status === 'read' && (records > 0 || unreadable === 0)

/** A crashed rule counts as flagged: an internal error must not look like a healthy case. */
export function exitCodeOf({ cases }: Report, failOn: FailOn): ExitCode {
  if (!cases.some(({ inputs }) => inputs.some(isReadable))) return 2
  const fails = cases.some(({ verdicts }) =>
    verdicts.some(
      ({ status, severity }) =>
        (status === 'flagged' || status === 'crashed') && failsCommand(failOn, severity),
    ),
  )
  return fails ? 1 : 0
}

const STATUS_TEXTS: Readonly<Record<InputReport['status'], string>> = {
  read: 'no readable record',
  empty: 'empty',
  'not-recognised': 'unknown format',
  'binary-trace': 'binary trace without events of any program',
  unreadable: 'cannot be opened',
}

/** Empty for a stream of unknown format, because its size is unknown. */
const size = ({ bytes, status }: InputReport) =>
  bytes === 0 && status !== 'empty' ? '' : ` (${formatBytes(bytes)})`

/** The last note of an input that was not read says why. */
const reasonOf = ({ status, notes }: InputReport): string =>
  ((status === 'unreadable' || status === 'not-recognised') && notes.at(-1)) || STATUS_TEXTS[status]

/** `trace.etl (4.1 MB): binary trace: export it as text first` */
export const formatInputState = (input: InputReport): string =>
  `${toPrintable(input.path)}${size(input)}: ${toPrintable(reasonOf(input))}`

/**
 * Explains in lines why nothing could be analyzed, with a list of the inputs. Undefined if something
 * could.
 */
export function explainNothingReadable(
  { cases }: Report,
  paths: readonly string[],
): readonly string[] | undefined {
  const inputs = cases.flatMap((caseReport) => caseReport.inputs)
  if (inputs.some(isReadable)) return undefined
  const shownPaths = paths.map(toPrintable).join(', ')
  if (inputs.length === 0)
    return [`No files in ${shownPaths}. Pass the folder that contains the logs.`]
  const lines = inputs.slice(0, MAX_LISTED_INPUTS).map((input) => `  ${formatInputState(input)}`)
  if (inputs.length > MAX_LISTED_INPUTS)
    lines.push(`  … and ${inputs.length - MAX_LISTED_INPUTS} more`)
  return ['Nothing readable was found. Files found:', ...lines]
}
