import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import type { ExitCode } from '../analysis/exit-code.ts'
import { type MergeResult, mergeResults } from '../batch/merge-results.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { statInput } from '../inputs/find-files.ts'
import { present } from '../model/defined.ts'
import { formatCount } from '../model/duration.ts'
import { toPrintable } from '../model/printable.ts'
import { UsageError } from '../model/usage-error.ts'
import { one } from '../settings/given.ts'

const MAX_LISTED_LINES = 5

/**
 * `spoolscope merge`: results of several runs or machines as one file, one line for each bundle,
 * sorted.
 */
export async function merge(
  { operands, options }: CommandLine,
  { stdout, stderr }: CommandContext,
): Promise<ExitCode> {
  if (operands.length === 0)
    throw new UsageError(
      'Which results? Name the files: spoolscope merge shard-*.ndjson --output all.ndjson',
    )
  for (const path of operands) {
    if (!statInput(path).isFile())
      throw new UsageError(
        `${path} is no file. Name the results that spoolscope batch has written.`,
      )
  }
  const output = one(options, 'output')
  const merged =
    output === undefined
      ? mergeResults(operands, (bytes) => void stdout.write(bytes))
      : mergeToFile(output, operands)
  for (const text of warnings(merged)) stderr.write(`spoolscope: ${text}\n`)
  if (output !== undefined && options.quiet !== true)
    stderr.write(
      `${formatCount(merged.bundles, 'bundle')} from ${formatCount(operands.length, 'file')} written to ${output}\n`,
    )
  return merged.bundles === 0 && merged.damaged.length > 0 ? 2 : 0
}

/** All or nothing, so it may even be one of those that are merged. */
function mergeToFile(output: string, paths: readonly string[]): MergeResult {
  const device = statSync(output, { throwIfNoEntry: false })?.isFile() === false
  const beside = device ? output : `${output}.${process.pid}.tmp`
  let file: number | undefined
  try {
    file = openSync(beside, device ? 'w' : 'wx')
    const into = file
    const merged = mergeResults(paths, (bytes) => writeAll(into, bytes))
    closeSync(file)
    file = undefined
    if (!device) renameSync(beside, output)
    return merged
  } catch (error) {
    if (file !== undefined) closeSync(file)
    if (!device) rmSync(beside, { force: true })
    throw new UsageError(
      `Cannot write ${output}: ${(error as Error).message}. Choose another place with --output.`,
    )
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
}

function warnings({ damaged, ruleSets }: MergeResult): string[] {
  const places = damaged
    .slice(0, MAX_LISTED_LINES)
    .map(({ path, line }) => `${toPrintable(path)}:${line}`)
  if (damaged.length > MAX_LISTED_LINES)
    places.push(`and ${damaged.length - MAX_LISTED_LINES} more`)
  return present([
    damaged.length > 0
      ? `left out, being damaged or no result of batch: ${places.join(', ')}. Judge these bundles again.`
      : undefined,
    ruleSets.size > 1
      ? `these results were made in ${ruleSets.size} ways (other rules, limits, options or version): they do not compare.`
      : undefined,
  ])
}
