import type { ExitCode } from '../../analysis/exit-code.ts'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { didYouMean } from '../../cli/did-you-mean.ts'
import { UsageError } from '../../model/usage-error.ts'

/** Each is loaded when it is used. */
const subcommands = {
  info: async () => (await import('./etl-info.ts')).etlInfo,
  print: async () => (await import('./etl-print.ts')).etlPrint,
} as const

/** `spoolscope etl <info|print> <file…>`: describes or prints binary traces, without analysis. */
export async function etl(line: CommandLine<'etl'>, ctx: CommandContext): Promise<ExitCode> {
  const [name = '', ...operands] = line.operands
  if (!Object.hasOwn(subcommands, name))
    throw new UsageError(
      `etl takes a subcommand, info or print: spoolscope etl info trace.etl.` +
        didYouMean(name, Object.keys(subcommands)),
    )
  const run = await subcommands[name as keyof typeof subcommands]()
  return run({ ...line, operands }, ctx)
}
