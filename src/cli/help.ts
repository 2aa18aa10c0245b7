import stringWidth from 'string-width'
import { UsageError } from '../model/usage-error.ts'
import { paint, type TextStyle, wrapText } from '../terminal/layout.ts'
import { joinLines, type TerminalText, type Text, terminal } from '../terminal/terminal-text.ts'
import {
  type CommandName,
  commandDefinitions,
  type ParentCommand,
  parentCommands,
} from './command-definitions.ts'
import { missingSubcommandMessage, unknownCommandMessage } from './command-messages.ts'
import { type HelpRow, type HelpTopic, helpPage } from './help-page.ts'

const MAX_LEFT_COLUMN = 30
const MAX_LEFT_COLUMN_NARROW = 16
const NARROW_TERMINAL = 70
const COMMENT_MARK = '  # '

/** Help for a topic: usage first, examples last. */
export function helpText(topic: HelpTopic, style: TextStyle): TerminalText {
  const { usage, description, sections, exitCodes, examples } = helpPage(topic)
  const heading = (title: string): Text[] => ['', paint(style, 'bold', title)]
  // The lists of all commands have one left column.
  const left =
    topic === undefined
      ? leftColumnWidth(
          sections.flatMap(({ rows }) => rows),
          style,
        )
      : undefined
  const lines: Text[] = [
    terminal`${paint(style, 'bold', 'Usage:')} ${usage}`,
    '',
    ...wrapText(description, style.width),
    ...sections.flatMap(({ title, rows }) => [...heading(title), ...twoColumns(rows, style, left)]),
    ...heading('Exit codes'),
    ...twoColumns(exitCodes, style),
    ...heading('Examples'),
    ...exampleLines(examples, style),
  ]
  return joinLines(lines)
}

/** What a user sees who types the name of the program alone. */
export const shortHelpText = (style: TextStyle): TerminalText =>
  joinLines([
    ...wrapText(
      'spoolscope finds out why Offline IM fails in Skype for Business: it reads logs, traces ' +
        'and settings, and says what is wrong, how it knows, and what to do.',
      style.width,
    ),
    '',
    ...twoColumns(
      [
        ['spoolscope analyze <path>', 'a folder, a zip or files from the user’s machine'],
        ['spoolscope collect', 'save the evidence, on that machine'],
        ['spoolscope watch', 'watch it happen, on that machine'],
        ['spoolscope --help', 'all commands'],
      ],
      style,
    ),
  ])

/** The topic that the operands of `spoolscope help` name. Throws a UsageError for an unknown one. */
export function findHelpTopic(words: readonly string[]): HelpTopic {
  const [word, subcommand] = words
  if (word === undefined) return undefined
  const name = words.join(' ')
  if (Object.hasOwn(commandDefinitions, name)) return name as CommandName
  if (Object.hasOwn(parentCommands, word)) {
    const parent = word as ParentCommand
    if (subcommand === undefined) return parent
    throw new UsageError(missingSubcommandMessage(parent, subcommand))
  }
  if (words.length > 1 && Object.hasOwn(commandDefinitions, word))
    throw new UsageError(`help takes one command: spoolscope help ${word}`)
  throw new UsageError(unknownCommandMessage(word))
}

/** Each command line has a line of its own. All lines can be copied into a shell. */
const exampleLines = (examples: readonly HelpRow[], style: TextStyle): Text[] =>
  examples.flatMap(([line, comment]) => [
    ...wrapText(comment, style.width - COMMENT_MARK.length).map((text) =>
      paint(style, 'dim', COMMENT_MARK + text),
    ),
    `  ${line}`,
  ])

/** Rows of two columns; a left text that is too long gets a line of its own. */
function twoColumns(
  rows: readonly HelpRow[],
  style: TextStyle,
  left = leftColumnWidth(rows, style),
): Text[] {
  const indent = left + 4
  return rows.flatMap(([term, right]) => {
    const text = wrapText(right, style.width, { indent })
    return stringWidth(term) <= left
      ? [`  ${term.padEnd(left + 2)}${text[0]?.trimStart() ?? ''}`, ...text.slice(1)]
      : [`  ${term}`, ...text]
  })
}

/** The widest term that leaves room for its text. */
function leftColumnWidth(rows: readonly HelpRow[], { width }: TextStyle): number {
  const max = width < NARROW_TERMINAL ? MAX_LEFT_COLUMN_NARROW : MAX_LEFT_COLUMN
  const widths = rows.map(([term]) => stringWidth(term)).filter((term) => term <= max)
  return Math.max(0, ...widths)
}
