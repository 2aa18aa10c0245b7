import { type CommandName, commandDefinitions } from '../../../src/cli/command-definitions.ts'
import { parseCommandLine, splitCommandLine } from '../../../src/cli/command-line.ts'
import { parseConfig } from '../../../src/cli/config/parse-config.ts'
import { definitionsOfAll } from '../../../src/cli/config/read-config.ts'
import { UsageError } from '../../../src/model/usage-error.ts'
import { byteMutators } from '../mutators/bytes.ts'
import { textMutators } from '../mutators/text.ts'
import { expectEqual, expectNone, type FuzzTarget } from '../target.ts'

/** A command line for each option of each command, and each example of the help. */
function commandLines(): Buffer[] {
  const ofOptions = Object.entries(commandDefinitions).map(([command, { options }]) => [
    command,
    'operand',
    ...Object.entries(options).flatMap(([name, { placeholder }]) =>
      placeholder === undefined ? [`--${name}`] : [`--${name}`, '2016-06-14T12:00Z'],
    ),
  ])
  const examples = Object.values(commandDefinitions).flatMap((definition) =>
    definition.examples.map(([line]) => line.split(' ').slice(1)),
  )
  return [...ofOptions, ...examples].map((words) => Buffer.from(words.join('\n')))
}

/** Parses a command line, a word on each line. Only a UsageError is allowed. */
async function parse(input: Buffer): Promise<void> {
  const argv = input.toString('utf8').replaceAll('\0', '').split('\n')
  const first = await outcomeOf(argv)
  expectEqual('same bytes twice', 'parsed twice', first, await outcomeOf(argv))
}

async function outcomeOf(argv: readonly string[]): Promise<string> {
  try {
    const raw = await splitCommandLine(argv)
    if (raw.command === undefined) return JSON.stringify(raw)
    const parsed = await parseCommandLine(raw.command as CommandName, raw)
    return JSON.stringify([parsed.operands, Object.entries(parsed.options)])
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
}

/** Configurations of all forms. */
const configurations = (): Buffer[] =>
  [
    'fail-on: warning\nskip-rule:\n  - clock-skew\nutc-offset: +02:00\n',
    'set:\n  spool-message-stuck: { stuckAfter: 5m }\nseverity: { clock-skew: info }\n',
    '# yaml-language-server: $schema=a\n---\ncode-page: "850"\nno-pager: true\ntmf: [a, ~/b]\n',
    'redact-key: |\n  a\n  b\ncolor: &a never\nx: *a\n? y\n: !!str z\n<<: { a: b }\n',
    '- a\n- [b, { c: d }]\n',
  ].map((text) => Buffer.from(text))

/** Parses a configuration. Its faults are bounded and in the file; its values are texts. */
async function readConfiguration(input: Buffer): Promise<void> {
  const text = input.toString('utf8').slice(0, MAX_CONFIG_CHARACTERS)
  const first = parseConfig(text, ALL_OPTIONS)
  const lines = text.split(/\r\n?|\n/).length
  expectNone(
    'valid output',
    'configuration',
    [...first.problems, ...first.entries].flatMap(({ line, column }) =>
      line >= 1 && line <= lines && column >= 1 ? [] : [`a place outside: ${line}:${column}`],
    ),
  )
  expectNone(
    'bounded output',
    'configuration',
    first.problems.flatMap(({ message }) => (message.length > 600 ? [message] : [])),
  )
  for (const { name, value } of first.entries) {
    if (typeof value === 'boolean') continue
    for (const part of value) await refusals(name, part.text)
  }
  const again = parseConfig(text, ALL_OPTIONS)
  expectEqual('same bytes twice', 'parsed twice', JSON.stringify(first), JSON.stringify(again))
}

/** Parses the value of an option. Only a UsageError is allowed. */
async function refusals(name: string, text: string): Promise<void> {
  try {
    await ALL_OPTIONS[name]?.parse(name, [text])
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
  }
}

/** A longer file is refused before it is parsed. */
const MAX_CONFIG_CHARACTERS = 64 << 10
const ALL_OPTIONS = definitionsOfAll()

/** The arguments of the program, and its configurations. */
export const commandLineTargets: readonly FuzzTarget[] = [
  {
    name: 'command-line',
    seeds: commandLines,
    mutators: [...textMutators, ...byteMutators],
    run: parse,
  },
  {
    name: 'configuration',
    seeds: configurations,
    mutators: [...textMutators, ...byteMutators],
    run: readConfiguration,
  },
]
