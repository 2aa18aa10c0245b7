import yargs, { type Argv } from 'yargs'
import { defined } from '../model/defined.ts'
import { UsageError } from '../model/usage-error.ts'
import {
  type CommandName,
  type CommandOptions,
  commandDefinitions,
  type ParentCommand,
  parentCommands,
} from './command-definitions.ts'
import { missingSubcommandMessage, unknownCommandMessage } from './command-messages.ts'
import type { Configuration } from './config/apply-configs.ts'
import { type ConfigLookup, findConfigs } from './config/find-configs.ts'
import { didYouMean } from './did-you-mean.ts'
import { normalizeArguments } from './normalize-arguments.ts'
import {
  type OptionDefinition,
  type OptionDefinitions,
  type OptionValues,
  parseOptions,
  type RawOption,
  type RawOptions,
} from './options/define-option.ts'
import { generalOptions } from './options/general-options.ts'

/** The arguments of the program, split; the values of options are not parsed yet. */
export interface RawCommandLine {
  /** Undefined when the command is missing. */
  readonly command?: CommandName | undefined
  /** The command with subcommands that was named. */
  readonly parent?: ParentCommand | undefined
  readonly operands: readonly string[]
  readonly options: RawOptions
}

/** The parsed command line that a command gets. */
export interface CommandLine<Name extends CommandName> {
  readonly operands: readonly string[]
  /** Typed values by option name, with defaults. */
  readonly options: OptionValues<CommandOptions<Name>>
  /** Names of the options that stand on the command line. */
  readonly given: ReadonlySet<string>
  /** What the configurations set. Absent when none was found. */
  readonly configuration?: Configuration
}

/** The result of the parser: operands in `_`, values by the name of their option. */
type ParsedWords = Readonly<Record<string, unknown>> & {
  readonly _: readonly (string | number)[]
}

/** The names of all commands; those of subcommands have two words. */
const COMMAND_NAMES = Object.keys(commandDefinitions) as CommandName[]

/** Options of all commands. A name takes a value in all commands or in none: a test holds it. */
const ALL_OPTIONS: OptionDefinitions = Object.assign(
  {},
  ...Object.values(commandDefinitions).map(({ options }) => options),
)

/** What the parser found: the command, or one whose subcommand is missing, and its options. */
interface FoundCommand {
  command?: CommandName
  parent?: ParentCommand
  definitions: OptionDefinitions
}

/** Ends the parser with its result. It would go on to draw a help that nobody sees. */
class CommandParsed extends Error {
  readonly words: ParsedWords

  constructor(words: ParsedWords) {
    super('The command is parsed.')
    this.words = words
  }
}

/** Splits the arguments. Throws a UsageError for an unknown command or option. */
export function splitCommandLine(argv: readonly string[]): RawCommandLine {
  const isParent = (word: string) => Object.hasOwn(parentCommands, word)
  const { commandWords, words, wantsHelp } = normalizeArguments(argv, ALL_OPTIONS, isParent)
  const found: FoundCommand = { definitions: ALL_OPTIONS }
  const parser = createParser([...commandWords, ...words], found)
  if (commandWords.length === 0) addOptions(parser, ALL_OPTIONS)
  // Help is more useful than the complaint about what stands beside it.
  parser.strictOptions(!wantsHelp)
  const parsed = parseWords(parser)
  const { command, parent, definitions } = found
  const depth = (command ?? parent ?? '').split(' ').filter(Boolean).length
  const operands = parsed._.slice(depth).map(String)
  const options = collectOptions(parsed, definitions)
  if (command === undefined && !options.help && !options.version)
    rejectMissingCommand(parent, operands)
  return { command, parent, operands, options }
}

/** The parser with all commands, each with its own options. It fills `found`. */
function createParser(words: readonly string[], found: FoundCommand): Argv {
  const parser = yargs([...words])
    .scriptName('spoolscope')
    .locale('en')
    .help(false)
    .version(false)
    .exitProcess(false)
    .fail((message: string | null) => {
      throw new UsageError(usageMessage(message ?? '', found))
    })
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
  for (const name of COMMAND_NAMES) if (!name.includes(' ')) addCommand(parser, name, name, found)
  for (const parent of Object.keys(parentCommands) as ParentCommand[])
    parser.command(
      parent,
      parentCommands[parent],
      (inner) => {
        found.parent = parent
        addOptions(inner, generalOptions)
        for (const name of COMMAND_NAMES)
          if (name.startsWith(`${parent} `))
            addCommand(inner, name, name.slice(parent.length + 1), found)
      },
      endParser,
    )
  return parser
}

function addCommand(parser: Argv, name: CommandName, word: string, found: FoundCommand): void {
  const { options, summary } = commandDefinitions[name]
  parser.command(
    word,
    summary,
    (inner) => {
      found.command = name
      found.definitions = options
      addOptions(inner, options)
    },
    endParser,
  )
}

function endParser(words: unknown): never {
  throw new CommandParsed(words as ParsedWords)
}

function addOptions(parser: Argv, definitions: OptionDefinitions): void {
  for (const [name, definition] of Object.entries(definitions)) {
    parser.option(name, parserOption(definition))
    for (const other of Object.keys(definition.otherNames ?? {}))
      parser.option(other, { type: 'boolean', global: false })
  }
}

/**
 * `nargs: 1` gives each option one value: a list does not take the path behind it, and `-05:00` is
 * a value.
 */
function parserOption({ placeholder, short }: OptionDefinition) {
  const common = { global: false, ...(short === undefined ? {} : { alias: short }) }
  return placeholder === undefined
    ? ({ type: 'boolean', ...common } as const)
    : ({ type: 'string', nargs: 1, ...common } as const)
}

function parseWords(parser: Argv): ParsedWords {
  try {
    return parser.parseSync() as ParsedWords
  } catch (error) {
    if (error instanceof CommandParsed) return error.words
    throw error
  }
}

/** The message for a user, from the one of the parser. */
function usageMessage(message: string, { command, definitions }: FoundCommand): string {
  // Unknown argument: fromat   Unknown arguments: fromat, topp
  const unknown = /^Unknown arguments?: ([^,]*)/.exec(message)?.[1]
  if (unknown !== undefined) return unknownOptionMessage(unknown, Object.keys(definitions), command)
  // Not enough arguments following: output
  const name = /: (\S+)$/.exec(message)?.[1] ?? ''
  const placeholder = definitions[name]?.placeholder
  return placeholder === undefined ? message : `--${name} needs a value: --${name} <${placeholder}>`
}

/** The options that stand on the command line, under their own names. */
function collectOptions(parsed: ParsedWords, definitions: OptionDefinitions): RawOptions {
  const options: Record<string, RawOption> = {}
  const add = (name: string, value: RawOption) => {
    const earlier = options[name]
    options[name] =
      value === true || earlier === undefined || earlier === true ? value : [...earlier, ...value]
  }
  for (const [name, { otherNames = {} }] of Object.entries(definitions)) {
    const value = parsed[name]
    if (value === true) add(name, true)
    else if (value !== undefined && value !== false) add(name, [value].flat().map(String))
    for (const [other, meaning] of Object.entries(otherNames))
      if (parsed[other] === true) add(name, meaning)
  }
  return options
}

/**
 * Parses the values of all options of a command, with those of the configurations that are found.
 * Without `lookup`, none is looked for. Throws a UsageError for a bad value.
 */
export async function parseCommandLine<Name extends CommandName>(
  command: Name,
  { operands, options }: RawCommandLine,
  lookup?: ConfigLookup,
): Promise<CommandLine<Name>> {
  const definitions: CommandOptions<Name> = commandDefinitions[command].options
  const configuration = lookup && (await configure(command, { operands, options }, lookup))
  return {
    operands,
    options: await parseOptions(definitions, configuration?.options ?? options),
    given: new Set(Object.keys(options)),
    ...defined({ configuration }),
  }
}

/** Undefined where no configuration is found; `config` shows that, too. */
async function configure(
  command: CommandName,
  { operands, options }: RawCommandLine,
  lookup: ConfigLookup,
): Promise<Configuration | undefined> {
  const found = findConfigs(options, operands, lookup)
  if (found.length === 0 && command !== 'config') return undefined
  const { applyConfigs, rejectProblems } = await import('./config/apply-configs.ts')
  const { options: definitions } = commandDefinitions[command]
  const configuration = await applyConfigs(options, found, definitions, lookup)
  if (command !== 'config') rejectProblems(configuration)
  return configuration
}

function rejectMissingCommand(
  parent: ParentCommand | undefined,
  [word, ...others]: readonly string[],
): never {
  if (parent !== undefined) throw new UsageError(missingSubcommandMessage(parent, word))
  if (word === undefined)
    throw new UsageError(
      'Which command? To analyze evidence: spoolscope analyze <path>. ' +
        'See spoolscope --help for all commands.',
    )
  throw new UsageError(unknownCommandMessage(word, [word, ...others].join(' ')))
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
