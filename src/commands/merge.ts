import type { ExitCode } from '../analysis/exit-code.ts'
import { type MergeResult, mergeResults } from '../batch/merge-results.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { statInput } from '../inputs/find-files.ts'
import { formatCount } from '../model/duration.ts'
import { UsageError } from '../model/usage-error.ts'
import { OutputFile, STANDARD_OUTPUT } from '../output/output-file.ts'
import { joinLines, terminal } from '../terminal/terminal-text.ts'

const MAX_LISTED_LINES = 5

/** `spoolscope merge`: merges results of several runs or machines, one line per bundle, sorted. */
export async function merge(
  { operands, options: { output, quiet } }: CommandLine<'merge'>,
  { stdout, stderr }: CommandContext,
): Promise<ExitCode> {
  if (operands.length === 0)
    throw new UsageError(
      'Which results? Name the files: spoolscope merge shard-*.ndjson --output all.ndjson',
    )
  for (const path of operands) {
    if (!statInput(path).isFile())
      throw new UsageError(
        `${path} is not a file. Name the results that spoolscope batch has written.`,
      )
  }
  const file = new OutputFile(output, { stdout: stdout.raw, option: 'output', inputs: operands })
  let merged: MergeResult
  try {
    merged = mergeResults(operands, (bytes) => file.write(bytes))
    file.commit()
  } catch (error) {
    file.discard()
    throw error
  }
  for (const text of warnings(merged)) stderr.write(terminal`spoolscope: ${text}\n`)
  if (output !== STANDARD_OUTPUT && !quiet)
    stderr.write(
      joinLines([
        `${formatCount(merged.bundles, 'bundle')} from ${formatCount(operands.length, 'file')} ` +
          `written to ${output}`,
      ]),
    )
  return merged.bundles === 0 && merged.damaged.length > 0 ? 2 : 0
}

function warnings({ damaged, ruleSets }: MergeResult): string[] {
  const texts: string[] = []
  if (damaged.length > 0) {
    const places = damaged.slice(0, MAX_LISTED_LINES).map(({ path, line }) => `${path}:${line}`)
    if (damaged.length > MAX_LISTED_LINES)
      places.push(`and ${damaged.length - MAX_LISTED_LINES} more`)
    texts.push(
      `left out, because they are damaged or not results of batch: ${places.join(', ')}. ` +
        'Analyze these bundles again.',
    )
  }
  if (ruleSets.size > 1)
    texts.push(
      `these results come from ${ruleSets.size} different sets of rules, limits, options or ` +
        'versions: they cannot be compared.',
    )
  return texts
}
