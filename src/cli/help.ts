import stringWidth from 'string-width'
import { paint, type TextStyle, wrapText } from '../terminal/layout.ts'
import { joinLines, type TerminalText, type Text } from '../terminal/terminal-text.ts'
import {
  type CommandDefinition,
  type CommandName,
  commandDefinitions,
} from './command-definitions.ts'
import type { OptionDefinition } from './options/define-option.ts'

const SHORT_EXAMPLES = 3
const MAX_LEFT_COLUMN = 28
const MAX_LEFT_COLUMN_NARROW = 16
const NARROW_TERMINAL = 70

type Row = readonly [string, string]

/** Help for one command or, without one, for all: examples first. */
export function helpText(command: CommandName | undefined, style: TextStyle): TerminalText {
  const lines =
    command === undefined
      ? formatOverview(style)
      : formatCommandHelp(command, commandDefinitions[command], style)
  return joinLines(lines)
}

function formatOverview(style: TextStyle): Text[] {
  const {
    analyze,
    ...others
  }: Readonly<Record<string, CommandDefinition>> & {
    readonly analyze: CommandDefinition
  } = commandDefinitions
  const examples: Row[] = [
    ...analyze.examples.slice(0, SHORT_EXAMPLES),
    ...Object.values(others).flatMap((definition) => definition.examples.slice(0, 1)),
    ['spoolscope analyze --help', 'all options of a command'],
  ]
  const commands = Object.entries(commandDefinitions).map<Row>(
    ([name, { operandsHint, summary }]) => [`${name} ${operandsHint}`.trim(), summary],
  )
  const options: Row[] = [
    ['--help', 'Show this help; after a command, its options'],
    ['--version', 'Show the version'],
  ]
  return [
    ...exampleLines(examples, style),
    '',
    ...wrapText('spoolscope finds out why Offline IM fails in Skype for Business.', style.width),
    '',
    paint(style, 'bold', 'Usage'),
    '  spoolscope <command> [options]',
    '',
    paint(style, 'bold', 'Commands'),
    ...twoColumns(commands, style),
    '',
    paint(style, 'bold', 'Options'),
    ...twoColumns(options, style),
  ]
}

function formatCommandHelp(
  command: CommandName,
  { examples, operandsHint, summary, options, exitCodes = [] }: CommandDefinition,
  style: TextStyle,
): Text[] {
  const lines: Text[] = [
    ...exampleLines(examples, style),
    '',
    ...wrapText(`${summary}.`, style.width),
    '',
    paint(style, 'bold', 'Usage'),
    `  spoolscope ${[command, operandsHint, '[options]'].filter(Boolean).join(' ')}`,
    '',
    paint(style, 'bold', 'Options'),
    ...twoColumns(
      Object.entries(options).map(([name, option]) => optionRow(name, option)),
      style,
    ),
  ]
  if (exitCodes.length > 0)
    lines.push('', paint(style, 'bold', 'Exit codes'), ...twoColumns(exitCodes, style))
  return lines
}

function optionRow(name: string, { placeholder, short, help, defaultText }: OptionDefinition): Row {
  const names = short === undefined ? `--${name}` : `-${short}, --${name}`
  const usage = placeholder === undefined ? names : `${names} <${placeholder}>`
  return [usage, defaultText === undefined ? help : `${help} (${defaultText})`]
}

/** Each command line has a line of its own, so that it can be copied. */
const exampleLines = (examples: readonly Row[], style: TextStyle): Text[] => [
  paint(style, 'bold', 'Examples'),
  ...examples.flatMap(([line, comment]) => [
    ...wrapText(`# ${comment}`, style.width, { indent: 2 }).map((text) =>
      paint(style, 'dim', text),
    ),
    `  ${line}`,
  ]),
]

/** Rows of two columns; a left text that is too long gets a line of its own. */
function twoColumns(rows: readonly Row[], style: TextStyle): Text[] {
  const longest = Math.max(...rows.map(([left]) => stringWidth(left)))
  const maxLeft = style.width < NARROW_TERMINAL ? MAX_LEFT_COLUMN_NARROW : MAX_LEFT_COLUMN
  const indent = 4 + Math.min(longest, maxLeft)
  return rows.flatMap(([left, right]) => {
    const text = wrapText(right, style.width, { indent })
    const fits = stringWidth(left) + 4 <= indent
    return fits
      ? [`  ${left.padEnd(indent - 2)}${text[0]?.trimStart() ?? ''}`, ...text.slice(1)]
      : [`  ${left}`, ...text]
  })
}
