import type { ExitCode } from '../../analysis/exit-code.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import type { Surroundings } from '../../cli/surroundings.ts'
import { UsageError } from '../../model/usage-error.ts'
import { didYouMean } from '../../settings/nearest.ts'

const parts = {
  info: async () => (await import('./etl-info.ts')).etlInfo,
  print: async () => (await import('./etl-print.ts')).etlPrint,
} as const

/** `spoolscope etl <info|print> <file…>`: binary traces on their own, without judging them. */
export async function etl(asked: CommandLine, around: Surroundings): Promise<ExitCode> {
  const [part = '', ...operands] = asked.operands
  if (!Object.hasOwn(parts, part))
    throw new UsageError(
      `etl takes what to do: spoolscope etl info trace.etl.${didYouMean(part, Object.keys(parts))}`,
    )
  const run = await parts[part as keyof typeof parts]()
  return run({ ...asked, operands }, around)
}
