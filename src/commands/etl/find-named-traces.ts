import { toArchiveLimits } from '../../analysis/analysis-settings.ts'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { type FoundTraces, findTraces } from '../../inputs/etl/find-traces.ts'
import { statInput } from '../../inputs/find-files.ts'
import { UsageError } from '../../model/usage-error.ts'
import { joinLines } from '../../terminal/terminal-text.ts'

type EtlCommandLine = CommandLine<'etl info'> | CommandLine<'etl print'>

/**
 * Finds the traces that a command line names, those in archives included. Says on stderr what cannot
 * be read. Throws a UsageError for a folder, and for an archive without a trace.
 */
export async function findNamedTraces(
  { operands, options }: Pick<EtlCommandLine, 'operands' | 'options'>,
  command: string,
  { stdin, stderr }: Pick<CommandContext, 'stdin' | 'stderr'>,
): Promise<Pick<FoundTraces, 'traces' | 'problems'>> {
  if (operands.length === 0)
    throw new UsageError(`Which trace? Name the file: spoolscope etl ${command} trace.etl`)
  for (const path of operands) rejectFolder(path, command)
  const all: FoundTraces[] = []
  for (const path of operands)
    all.push(await findTraces(path, { stdin, limits: toArchiveLimits(options) }))
  const problems = all.flatMap((found) => found.problems)
  if (options.verbose) stderr.write(joinLines(all.flatMap(describeTraces)))
  stderr.write(joinLines(problems.map((problem) => `spoolscope: ${problem}.`)))
  return { traces: all.flatMap((found) => found.traces), problems }
}

const describeTraces = ({ traces, skipped }: FoundTraces): readonly string[] => [
  ...traces.map(({ path }) => `  ${path}: read as a binary trace`),
  ...skipped.map((path) => `  ${path}: skipped, not a binary trace`),
]

/** Throws a UsageError for a path that has no bytes to read at any place. */
function rejectFolder(path: string, command: string): void {
  if (path === '-') return
  const stats = statInput(path)
  if (stats.isDirectory())
    throw new UsageError(
      `${path} is a folder. Name the traces in it: spoolscope etl ${command} ${path}/*.etl`,
    )
  if (!stats.isFile())
    throw new UsageError(
      `${path} is not a file. A binary trace is not read in order: save it to a file first.`,
    )
}
