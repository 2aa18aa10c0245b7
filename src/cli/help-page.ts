import {
  COMMAND_GROUPS,
  type CommandDefinition,
  type CommandName,
  commandDefinitions,
  exitCodesOf,
  type ParentCommand,
  parentCommands,
} from './command-definitions.ts'
import { OPTION_GROUPS, type OptionDefinition, type RawOption } from './options/define-option.ts'
import { generalOptions } from './options/general-options.ts'

/** Subject of a page of help: the program, a command, or a command with subcommands. */
export type HelpTopic = CommandName | ParentCommand | undefined

/** A term, such as an option, and what it is. */
export type HelpRow = readonly [term: string, text: string]

interface HelpSection {
  readonly title: string
  readonly rows: readonly HelpRow[]
}

/** The content of a page of help, for the terminal and for a man page. */
export interface HelpPage {
  /** What to type, with what stands for operands. */
  readonly usage: string
  /** One line, without a period. */
  readonly summary: string
  readonly description: string
  readonly sections: readonly HelpSection[]
  readonly exitCodes: readonly HelpRow[]
  /** Command lines, each with a comment. */
  readonly examples: readonly HelpRow[]
}

const PROGRAM_SUMMARY = 'Finds out why Offline IM fails in Skype for Business'

/** Returns the page about a topic. */
export function helpPage(topic: HelpTopic): HelpPage {
  if (topic === undefined) return programPage()
  return isParent(topic) ? parentPage(topic) : commandPage(topic)
}

const isParent = (topic: CommandName | ParentCommand): topic is ParentCommand =>
  Object.hasOwn(parentCommands, topic)

const commands = Object.entries(commandDefinitions) as [CommandName, CommandDefinition][]

function programPage(): HelpPage {
  return {
    usage: 'spoolscope <command> [options]',
    summary: PROGRAM_SUMMARY,
    description:
      `${PROGRAM_SUMMARY}: reads the evidence, says what is wrong, how it knows, what it could ` +
      'not check, and what to do.',
    sections: [
      ...COMMAND_GROUPS.map((group) => ({
        title: group,
        rows: commands
          .filter(([, definition]) => definition.group === group)
          .map(([name, { summary }]): HelpRow => [name, summary]),
      })),
      {
        title: 'Options',
        rows: [
          [optionTerm('help', generalOptions.help), 'Show this help; after a command, its own'],
          optionRow('version', generalOptions.version),
        ],
      },
    ],
    exitCodes: [
      ['0', 'success, and nothing at or above --fail-on'],
      ['1', 'something was flagged'],
      ['2', 'wrong usage, or nothing could be analyzed'],
      ['130', 'interrupted by Ctrl-C'],
    ],
    examples: [
      ['spoolscope analyze PC-0142.zip', 'what is wrong, how it is known, what to do'],
      ['spoolscope watch', 'live, on the user’s own Windows machine'],
      ['spoolscope batch ./bundles --output results.ndjson', 'many cases, a line for each'],
      ['spoolscope help analyze', 'all options of a command'],
    ],
  }
}

function parentPage(parent: ParentCommand): HelpPage {
  const own = commands.filter(([name]) => name.startsWith(`${parent} `))
  return {
    usage: `spoolscope ${parent} <subcommand> [options]`,
    summary: parentCommands[parent].replace(/\.$/, ''),
    description: parentCommands[parent],
    sections: [
      {
        title: 'Subcommands',
        rows: own.map(([name, { operandsHint, summary }]) => [
          `${name.slice(parent.length + 1)} ${operandsHint}`.trim(),
          summary,
        ]),
      },
    ],
    exitCodes: own[0] === undefined ? [] : exitCodesOf(own[0][1]),
    examples: own.flatMap(([, { examples }]) => examples).slice(0, 4),
  }
}

function commandPage(command: CommandName): HelpPage {
  const definition: CommandDefinition = commandDefinitions[command]
  const { operandsHint, summary, description = `${summary}.`, options, examples } = definition
  return {
    usage: ['spoolscope', command, '[options]', operandsHint].filter(Boolean).join(' '),
    summary,
    description,
    sections: OPTION_GROUPS.map((title) => ({
      title,
      rows: Object.entries(options)
        .filter(([, { group = 'Options' }]) => group === title)
        .map(([name, option]) => optionRow(name, option)),
    })).filter(({ rows }) => rows.length > 0),
    exitCodes: exitCodesOf(definition),
    examples,
  }
}

const optionRow = (name: string, option: OptionDefinition): HelpRow => [
  optionTerm(name, option),
  optionText(option),
]

/** `-o, --output <file>`; long names are below each other. */
function optionTerm(name: string, { placeholder, short }: OptionDefinition): string {
  const names = short === undefined ? `    --${name}` : `-${short}, --${name}`
  return placeholder === undefined ? names : `${names} <${placeholder}>`
}

function optionText({ help, defaultText, otherNames = {} }: OptionDefinition): string {
  const text = defaultText === undefined ? help : `${help} (${defaultText})`
  const others = Object.entries(otherNames).map(([name, value]) => `; ${otherName(name, value)}`)
  return `${text}${others.join('')}`
}

const otherName = (name: string, value: RawOption): string =>
  value === true ? `also --${name}` : `--${name} for ${value.join()}`
