import yargs from 'yargs'
import { UsageError } from '../model/usage-error.ts'
import { type CommandName, type CommandOptions, commandDefinitions } from './command-definitions.ts'
import { didYouMean } from './did-you-mean.ts'
import {
  type OptionDefinition,
  type OptionDefinitions,
  type OptionValues,
  parseOptions,
  type RawOption,
  type RawOptions,
} from './options/define-option.ts'

/** The arguments of the program, split; the values of options are not parsed yet. */
export interface RawCommandLine {
  readonly command: CommandName | undefined
  readonly operands: readonly string[]
  readonly options: RawOptions
  readonly wantsHelp: boolean
  readonly wantsVersion: boolean
}

/** The parsed command line that a command gets. */
export interface CommandLine<Name extends CommandName> {
  readonly operands: readonly string[]
  /** Typed values by option name, with defaults. */
  readonly options: OptionValues<CommandOptions<Name>>
  /** Names of the options that stand on the command line. */
  readonly given: ReadonlySet<string>
}

/** Splits the arguments. Throws a UsageError for an unknown command or option. */
export function splitCommandLine(argv: readonly string[]): RawCommandLine {
  const word = findCommandWord(argv)
  const command = word === undefined ? undefined : parseCommandName(word.text, argv, word.index)
  const definitions = command === undefined ? ALL_OPTIONS : commandDefinitions[command].options
  const { _: words, ...values } = parseWords(argv, definitions)
  const options: Record<string, RawOption> = {}
  for (const [name, value] of Object.entries(values)) {
    if (value === false || isNoOption(name, definitions)) continue
    if (!Object.hasOwn(definitions, name))
      throw new UsageError(unknownOptionMessage(name, Object.keys(definitions), command))
    options[name] = value === true ? true : [value].flat().map(String)
  }
  return {
    command,
    operands: words.slice(1).map(String),
    options,
    wantsHelp: values.help === true,
    wantsVersion: values.version === true,
  }
}

/** Parses the values of all options of a command. Throws a UsageError for a bad value. */
export async function parseCommandLine<Name extends CommandName>(
  command: Name,
  { operands, options }: RawCommandLine,
): Promise<CommandLine<Name>> {
  const definitions: CommandOptions<Name> = commandDefinitions[command].options
  return {
    operands,
    options: await parseOptions(definitions, options),
    given: new Set(Object.keys(options)),
  }
}

/** Options of all commands. A name takes a value in all commands or in none: a test holds it. */
const ALL_OPTIONS: OptionDefinitions = Object.assign(
  {},
  ...Object.values(commandDefinitions).map(({ options }) => options),
)
/** Properties of the parser's result that are not options with a value. */
const NOT_AN_OPTION: ReadonlySet<string> = new Set(['$0', 'version'])
/** The parser returns the value of an option under its short name, too. */
const isNoOption = (name: string, definitions: OptionDefinitions): boolean =>
  NOT_AN_OPTION.has(name) || Object.values(definitions).some(({ short }) => short === name)

const takesValue = (dashed: string): boolean =>
  Object.entries(ALL_OPTIONS).some(
    ([name, { placeholder, short }]) =>
      placeholder !== undefined && (dashed === `--${name}` || dashed === `-${short}`),
  )

/** The first argument that is neither an option nor the value of one. */
function findCommandWord(
  argv: readonly string[],
): { readonly text: string; readonly index: number } | undefined {
  for (let index = 0; index < argv.length; index += 1) {
    const text = argv[index] ?? ''
    if (!text.startsWith('-') || text === '-') return { text, index }
    if (text === '--') {
      const next = argv[index + 1]
      return next === undefined ? undefined : { text: next, index: index + 1 }
    }
    if (takesValue(text)) index += 1
  }
  return undefined
}

function parseWords(
  argv: readonly string[],
  definitions: OptionDefinitions,
): { readonly [name: string]: unknown; readonly _: readonly (string | number)[] } {
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
    .option('version', { type: 'boolean' })
  for (const [name, definition] of Object.entries(definitions))
    parser.option(name, parserOption(definition))
  try {
    return parser.parseSync()
  } catch (error) {
    if ((error as Error).name !== 'YError') throw error
    // Not enough arguments following: output
    const name = /: (\S+)$/.exec((error as Error).message)?.[1] ?? ''
    const placeholder = definitions[name]?.placeholder
    throw new UsageError(
      placeholder
        ? `--${name} needs a value: --${name} <${placeholder}>`
        : (error as Error).message,
    )
  }
}

/**
 * `nargs: 1` gives each option one value: a list does not take the path behind it, and `-05:00` is
 * a value.
 */
function parserOption({ placeholder, short }: OptionDefinition) {
  const alias = short === undefined ? {} : { alias: short }
  return placeholder === undefined
    ? ({ type: 'boolean', ...alias } as const)
    : ({ type: 'string', nargs: 1, ...alias } as const)
}

function parseCommandName(word: string, argv: readonly string[], index: number): CommandName {
  if (Object.hasOwn(commandDefinitions, word)) return word as CommandName
  const suggestion = didYouMean(word, Object.keys(commandDefinitions))
  if (suggestion) throw new UsageError(`There is no command “${word}”.${suggestion}`)
  const words = argv.slice(index).join(' ')
  throw new UsageError(
    `There is no command “${word}”. To analyze evidence: spoolscope analyze ${words}`,
  )
}

function unknownOptionMessage(
  name: string,
  known: readonly string[],
  command: CommandName | undefined,
): string {
  const dashes = name.length === 1 ? '-' : '--'
  const help = `spoolscope ${command ? `${command} ` : ''}--help`
  const hint = didYouMean(name, known, '--') || ` See ${help} for all options.`
  return `There is no option ${dashes}${name}.${hint}`
}
