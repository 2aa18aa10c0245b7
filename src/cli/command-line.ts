import yargs from 'yargs'
import { UsageError } from '../model/usage-error.ts'
import { didYouMean } from '../settings/nearest.ts'
import type { Options } from '../settings/options.ts'
import { type CommandName, commandLines } from './command-lines.ts'
import type { OptionText } from './option-texts.ts'

/** What the user asked for. */
export interface CommandLine {
  readonly command: CommandName | undefined
  /** What stands behind the command. */
  readonly operands: readonly string[]
  readonly options: Options
  readonly help: boolean
  readonly version: boolean
}

const ALL_OPTIONS: Readonly<Record<string, OptionText>> = Object.assign(
  {},
  ...Object.values(commandLines).map(({ options }) => options),
)

export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { _: words, ...given } = parse(argv)
  const [first, ...operands] = words.map(String)
  const help = given.help === true
  const version = given.version === true
  const command = first === undefined ? undefined : parseCommandName(first, operands)
  const options: Record<string, true | readonly string[]> = {}
  for (const [name, value] of Object.entries(given)) {
    if (name === '$0' || name === 'h' || name === 'version' || value === false) continue
    const known = command ? commandLines[command].options : ALL_OPTIONS
    if (!(name in known))
      throw new UsageError(unknownOptionMessage(name, Object.keys(known), command))
    options[name] = value === true ? true : [value].flat().map(String)
  }
  return { command, operands, options, help, version }
}

function parse(argv: readonly string[]): {
  readonly [name: string]: unknown
  readonly _: readonly (string | number)[]
} {
  const parser = yargs([...argv])
    .locale('en')
    .help(false)
    .version(false)
    .exitProcess(false)
    .fail(false)
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .option('help', { type: 'boolean', alias: 'h' })
    .option('version', { type: 'boolean' })
  for (const [name, { takes }] of Object.entries(ALL_OPTIONS)) {
    // One value each, so that a list of values never takes the path behind it, and `-05:00` is a
    // value.
    if (name !== 'help')
      parser.option(name, takes === undefined ? { type: 'boolean' } : { type: 'string', nargs: 1 })
  }
  try {
    return parser.parseSync()
  } catch (error) {
    if ((error as Error).name !== 'YError') throw error
    const option = /: (\S+)$/.exec((error as Error).message)?.[1] ?? ''
    const takes = ALL_OPTIONS[option]?.takes
    throw new UsageError(
      takes ? `--${option} needs a value: --${option} <${takes}>` : (error as Error).message,
    )
  }
}

function parseCommandName(word: string, operands: readonly string[]): CommandName {
  if (Object.hasOwn(commandLines, word)) return word as CommandName
  const commands = Object.keys(commandLines)
  const near = didYouMean(word, commands)
  if (near) throw new UsageError(`There is no command “${word}”.${near}`)
  const rest = [word, ...operands].join(' ')
  throw new UsageError(
    `There is no command “${word}”. To analyze evidence: spoolscope analyze ${rest}`,
  )
}

function unknownOptionMessage(
  name: string,
  known: readonly string[],
  command: CommandName | undefined,
): string {
  const dashes = name.length === 1 ? '-' : '--'
  const help = `spoolscope ${command ? `${command} ` : ''}--help`
  return `There is no option ${dashes}${name}.${didYouMean(name, known, '--') || ` See ${help} for all options.`}`
}
