import { defined } from '../model/defined.ts'
import { UsageError } from '../model/usage-error.ts'
import {
  type CommandName,
  type CommandOptions,
  commandDefinitions,
  type ParentCommand,
  parentCommands,
} from './command-definitions.ts'
import type { Configuration } from './config/apply-configs.ts'
import { type ConfigLookup, findConfigs } from './config/find-configs.ts'
import { type NormalizedArguments, normalizeArguments } from './normalize-arguments.ts'
import {
  type OptionDefinitions,
  type OptionValues,
  parseOptions,
  type RawOption,
  type RawOptions,
} from './options/define-option.ts'
import { type ParsedWords, parsePlainWords } from './parse-plain-words.ts'

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

/** The command, or one whose subcommand is missing, its options, and the words on the command line. */
export interface FoundWords {
  readonly command?: CommandName | undefined
  readonly parent?: ParentCommand | undefined
  readonly definitions: OptionDefinitions
  readonly parsed: ParsedWords
}

/** Options of all commands. A name takes a value in all commands or in none: a test holds it. */
const ALL_OPTIONS: OptionDefinitions = Object.assign(
  {},
  ...Object.values(commandDefinitions).map(({ options }) => options),
)

/** Splits the arguments. Throws a UsageError for an unknown command or option. */
export async function splitCommandLine(argv: readonly string[]): Promise<RawCommandLine> {
  const normalized = normalizeArguments(argv, ALL_OPTIONS, isParentCommand)
  const found = findPlainCommand(normalized) ?? (await parseWithYargs(normalized))
  const { command, parent, definitions, parsed } = found
  const depth = (command ?? parent ?? '').split(' ').filter(Boolean).length
  const operands = parsed._.slice(depth).map(String)
  const options = collectOptions(parsed, definitions)
  if (command === undefined && !options.help && !options.version)
    await rejectMissingCommand(parent, operands)
  return { command, parent, operands, options }
}

const isParentCommand = (word: string | undefined): word is ParentCommand =>
  word !== undefined && Object.hasOwn(parentCommands, word)

/** Undefined where anything is unknown, missing or unusual. */
function findPlainCommand({ commandWords, words }: NormalizedArguments): FoundWords | undefined {
  const name = commandWords.join(' ')
  if (!isCommandName(name) || commandWords.some((word) => word.includes(' '))) return undefined
  const { options: definitions } = commandDefinitions[name]
  const parsed = parsePlainWords([...commandWords, ...words], definitions)
  const [parent] = commandWords
  return (
    parsed && {
      command: name,
      parent: isParentCommand(parent) ? parent : undefined,
      definitions,
      parsed,
    }
  )
}

const isCommandName = (name: string): name is CommandName => Object.hasOwn(commandDefinitions, name)

async function parseWithYargs(normalized: NormalizedArguments): Promise<FoundWords> {
  const { findWithYargs } = await import('./find-with-yargs.ts')
  return findWithYargs(normalized, ALL_OPTIONS)
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

async function rejectMissingCommand(
  parent: ParentCommand | undefined,
  [word, ...others]: readonly string[],
): Promise<never> {
  const { missingSubcommandMessage, unknownCommandMessage } = await import('./command-messages.ts')
  if (parent !== undefined) throw new UsageError(missingSubcommandMessage(parent, word))
  if (word === undefined)
    throw new UsageError(
      'Which command? To analyze evidence: spoolscope analyze <path>. ' +
        'See spoolscope --help for all commands.',
    )
  throw new UsageError(unknownCommandMessage(word, [word, ...others].join(' ')))
}
