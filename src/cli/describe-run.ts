import { statSync } from 'node:fs'
import { formatBytes } from '../model/duration.ts'
import { joinLines, type TerminalText } from '../terminal/terminal-text.ts'
import type { CommandName } from './command-definitions.ts'
import type { CommandLine } from './command-line.ts'
import type { AppliedConfig } from './config/apply-configs.ts'

/** Says for `--verbose` what runs with which options, and what each operand is. */
export function describeRun<Name extends CommandName>(
  command: Name,
  {
    operands,
    given,
    configuration,
  }: Pick<CommandLine<Name>, 'operands' | 'given' | 'configuration'>,
  versionDetails: string,
): TerminalText {
  const options = [...given].map((name) => `--${name}`).join(', ')
  return joinLines([
    `${versionDetails}: ${command}, ${options === '' ? 'no options' : `with ${options}`}`,
    ...(configuration?.files ?? []).map(describeConfig),
    ...operands.map(
      (operand) => `  ${operand}: ${describeOperand(operand, given.has('follow-links'))}`,
    ),
  ])
}

const describeConfig = ({ shownPath, refused, options }: AppliedConfig): string =>
  `  ${shownPath}: ${refused ?? `a configuration, which sets ${options.join(', ') || 'nothing here'}`}`

function describeOperand(operand: string, followLinks: boolean): string {
  if (operand === '-') return 'standard input, read once'
  const stats = statSync(operand, { throwIfNoEntry: false })
  if (stats === undefined) return 'not the path of a file'
  if (stats.isDirectory()) return `a folder; links in it are ${followLinks ? '' : 'not '}followed`
  return stats.isFile() ? `a file of ${formatBytes(stats.size)}` : 'a pipe or device, read once'
}
