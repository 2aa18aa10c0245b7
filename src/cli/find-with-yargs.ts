import yargs, { type Argv } from 'yargs'
import { UsageError } from '../model/usage-error.ts'
import {
  type CommandName,
  commandDefinitions,
  type ParentCommand,
  parentCommands,
} from './command-definitions.ts'
import type { FoundWords } from './command-line.ts'
import { didYouMean } from './did-you-mean.ts'
import type { NormalizedArguments } from './normalize-arguments.ts'
import type { OptionDefinition, OptionDefinitions } from './options/define-option.ts'
import { generalOptions } from './options/general-options.ts'
import type { ParsedWords } from './parse-plain-words.ts'

/** The names of all commands; those of subcommands have two words. */
const COMMAND_NAMES = Object.keys(commandDefinitions) as CommandName[]

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

/**
 * Finds the command and its options in any words, or throws a UsageError that says what is wrong
 * with them.
 */
export function findWithYargs(
  { commandWords, words, wantsHelp }: NormalizedArguments,
  allOptions: OptionDefinitions,
): FoundWords {
  const found: FoundCommand = { definitions: allOptions }
  const parser = createParser([...commandWords, ...words], found)
  if (commandWords.length === 0) addOptions(parser, allOptions)
  // Help is more useful than the complaint about what stands beside it.
  parser.strictOptions(!wantsHelp)
  return { parsed: parseWords(parser), ...found }
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
