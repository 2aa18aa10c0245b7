import { formatBytes } from '../model/duration.ts'
import { toPrintable } from '../model/printable.ts'
import type { InputReport, Report } from '../model/report.ts'
import type { Severity } from '../model/rule.ts'

/** The least severity that makes a command fail. */
export type FailOn = 'error' | 'warning' | 'never'

/** 0: nothing at or above --fail-on; 1: flagged; 2: could not analyze. */
export type ExitCode = 0 | 1 | 2

const COUNTS: Readonly<Record<FailOn, readonly Severity[]>> = {
  error: ['error'],
  warning: ['error', 'warning'],
  never: [],
}
const LISTED = 10

/** Whether something this bad makes a command fail. */
export const failsCommand = (failOn: FailOn, severity: Severity): boolean =>
  COUNTS[failOn].includes(severity)

export const isReadable = ({ status, records, unreadable }: InputReport) =>
  status === 'read' && (records > 0 || unreadable === 0)

/** A rule that crashed counts as flagged: a failure of the tool is never health. */
export function exitCodeOf({ cases }: Report, failOn: FailOn): ExitCode {
  if (!cases.some(({ inputs }) => inputs.some(isReadable))) return 2
  const bad = cases.some(({ verdicts }) =>
    verdicts.some(
      ({ status, severity }) =>
        (status === 'flagged' || status === 'crashed') && failsCommand(failOn, severity),
    ),
  )
  return bad ? 1 : 0
}

const STATES: Readonly<Record<InputReport['status'], string>> = {
  read: 'nothing in it could be read',
  empty: 'empty',
  'not-recognised': 'not a format that spoolscope knows',
  'binary-trace': 'binary trace without an event of any program',
  unreadable: 'cannot be opened',
}

/** Of a stream that is no format it is not known. */
const size = ({ bytes, status }: InputReport) =>
  bytes === 0 && status !== 'empty' ? '' : ` (${formatBytes(bytes)})`

/** `trace.etl (4.1 MB): binary trace: export it as text first` */
export const formatInputState = (input: InputReport): string =>
  `${toPrintable(input.path)}${size(input)}: ${STATES[input.status]}`

/**
 * Why there was nothing to judge, and what was there instead; undefined when there was something.
 */
export function explainNothingReadable(
  { cases }: Report,
  paths: readonly string[],
): string | undefined {
  const inputs = cases.flatMap((one) => one.inputs)
  if (inputs.some(isReadable)) return undefined
  if (inputs.length === 0)
    return `No files in ${paths.map(toPrintable).join(', ')}. Name the folder that holds what was collected.`
  const lines = inputs.slice(0, LISTED).map((input) => `  ${formatInputState(input)}`)
  if (inputs.length > LISTED) lines.push(`  … and ${inputs.length - LISTED} more`)
  return ['Nothing readable was found. What was there:', ...lines].join('\n')
}
