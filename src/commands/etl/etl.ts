import type { ExitCode } from '../../analysis/exit-code.ts'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { UsageError } from '../../model/usage-error.ts'
import { didYouMean } from '../../settings/nearest.ts'

const subcommands = {
  info: async () => (await import('./etl-info.ts')).etlInfo,
  print: async () => (await import('./etl-print.ts')).etlPrint,
} as const

/** `spoolscope etl <info|print> <file…>`: binary traces on their own, without judging them. */
export async function etl(asked: CommandLine, around: CommandContext): Promise<ExitCode> {
  const [part = '', ...operands] = asked.operands
  if (!Object.hasOwn(subcommands, part))
    throw new UsageError(
      `etl takes what to do: spoolscope etl info trace.etl.${didYouMean(part, Object.keys(subcommands))}`,
    )
  const run = await subcommands[part as keyof typeof subcommands]()
  return run({ ...asked, operands }, around)
}
