import stringWidth from 'string-width'
import { paint, type TextStyle, wrapText } from '../terminal/layout.ts'
import { type CommandName, commandLines } from './command-lines.ts'
import type { OptionText } from './option-texts.ts'

/** Help for one command or, without one, for all: examples first. */
export function helpText(command: CommandName | undefined, look: TextStyle): string {
  const lines = command === undefined ? formatOverview(look) : formatCommandHelp(command, look)
  return `${lines.join('\n')}\n`
}

function formatOverview(look: TextStyle): string[] {
  const examples = Object.values(commandLines).flatMap((line, index) =>
    line.examples.slice(0, index === 0 ? 3 : 1),
  )
  return [
    ...exampleLines([...examples, ['spoolscope analyze --help', 'all options of a command']], look),
    '',
    ...wrapText('spoolscope finds out why Offline IM fails in Skype for Business.', look.width),
    '',
    paint(look, 'bold', 'Usage'),
    '  spoolscope <command> [options]',
    '',
    paint(look, 'bold', 'Commands'),
    ...twoColumns(
      Object.entries(commandLines).map(([name, { operandsHint: takes, summary }]) => [
        `${name} ${takes}`.trim(),
        summary,
      ]),
      look,
    ),
    '',
    paint(look, 'bold', 'Options'),
    ...twoColumns(
      [
        ['--help', 'Show this, or with a command its options'],
        ['--version', 'Show the version'],
      ],
      look,
    ),
  ]
}

function formatCommandHelp(command: CommandName, look: TextStyle): string[] {
  const { examples, operandsHint: takes, summary, options } = commandLines[command]
  return [
    ...exampleLines(examples, look),
    '',
    ...wrapText(`${summary}.`, look.width),
    '',
    paint(look, 'bold', 'Usage'),
    `  spoolscope ${[command, takes, '[options]'].filter(Boolean).join(' ')}`,
    '',
    paint(look, 'bold', 'Options'),
    ...twoColumns(
      Object.entries(options).map(([name, option]) => [
        formatOptionUsage(name, option),
        option.describe,
      ]),
      look,
    ),
    ...exitCodeLines(command, look),
  ]
}

const EXIT_CODES: Readonly<Partial<Record<CommandName, readonly (readonly [string, string])[]>>> = {
  analyze: [
    ['0', 'nothing at or above --fail-on'],
    ['1', 'something was flagged'],
    ['2', 'could not analyze: wrong usage, or nothing readable'],
  ],
  diff: [
    ['0', 'nothing new at or above --fail-on'],
    ['1', 'something is new, or of many cases one failed to be judged that was judged before'],
    ['2', 'could not compare: wrong usage, nothing readable, or no case in common'],
  ],
}

function exitCodeLines(command: CommandName, look: TextStyle): string[] {
  const codes = EXIT_CODES[command]
  return codes === undefined
    ? []
    : ['', paint(look, 'bold', 'Exit codes'), ...twoColumns(codes, look)]
}

const formatOptionUsage = (name: string, { takes }: OptionText) =>
  takes === undefined ? `--${name}` : `--${name} <${takes}>`

/** The command lines on lines of their own, so that they can be copied. */
const exampleLines = (
  examples: readonly (readonly [string, string])[],
  look: TextStyle,
): string[] => [
  paint(look, 'bold', 'Examples'),
  ...examples.flatMap(([line, what]) => [
    ...wrapText(`# ${what}`, look.width, { indent: 2 }).map((text) => paint(look, 'dim', text)),
    `  ${line}`,
  ]),
]

/** Two columns; a long left text gets a line of its own. */
function twoColumns(rows: readonly (readonly [string, string])[], look: TextStyle): string[] {
  const longest = Math.max(...rows.map(([left]) => stringWidth(left)))
  const indent = 4 + Math.min(longest, look.width < 70 ? 16 : 28)
  return rows.flatMap(([left, right]) => {
    const text = wrapText(right, look.width, { indent })
    const fits = stringWidth(left) + 4 <= indent
    return fits
      ? [`  ${left.padEnd(indent - 2)}${text[0]?.trimStart() ?? ''}`, ...text.slice(1)]
      : [`  ${left}`, ...text]
  })
}
