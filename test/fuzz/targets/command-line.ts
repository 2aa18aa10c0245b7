import { type CommandName, commandDefinitions } from '../../../src/cli/command-definitions.ts'
import { parseCommandLine, splitCommandLine } from '../../../src/cli/command-line.ts'
import { UsageError } from '../../../src/model/usage-error.ts'
import { byteMutators } from '../mutators/bytes.ts'
import { textMutators } from '../mutators/text.ts'
import { expectEqual, type FuzzTarget } from '../target.ts'

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
    const raw = splitCommandLine(argv)
    if (raw.command === undefined) return JSON.stringify(raw)
    const parsed = await parseCommandLine(raw.command as CommandName, raw)
    return JSON.stringify([parsed.operands, Object.entries(parsed.options)])
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
}

/** The arguments of the program. */
export const commandLineTargets: readonly FuzzTarget[] = [
  {
    name: 'command-line',
    seeds: commandLines,
    mutators: [...textMutators, ...byteMutators],
    run: parse,
  },
]
