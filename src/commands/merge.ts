import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import type { ExitCode } from '../analysis/exit-code.ts'
import { type Merged, mergeResults } from '../batch/merge-results.ts'
import type { CommandLine } from '../cli/command-line.ts'
import type { Surroundings } from '../cli/surroundings.ts'
import { statOf } from '../inputs/find-files.ts'
import { present } from '../model/defined.ts'
import { plural } from '../model/duration.ts'
import { printable } from '../model/printable.ts'
import { UsageError } from '../model/usage-error.ts'
import { one } from '../settings/given.ts'

const LISTED = 5

/**
 * `spoolscope merge`: results of several runs or machines as one file, one line for each bundle,
 * sorted.
 */
export async function merge(
  { operands, options }: CommandLine,
  { stdout, stderr }: Surroundings,
): Promise<ExitCode> {
  if (operands.length === 0)
    throw new UsageError(
      'Which results? Name the files: spoolscope merge shard-*.ndjson --output all.ndjson',
    )
  for (const path of operands) {
    if (!statOf(path).isFile())
      throw new UsageError(
        `${path} is no file. Name the results that spoolscope batch has written.`,
      )
  }
  const output = one(options, 'output')
  const merged =
    output === undefined
      ? mergeResults(operands, (bytes) => void stdout.write(bytes))
      : mergeInto(output, operands)
  for (const text of troubles(merged)) stderr.write(`spoolscope: ${text}\n`)
  if (output !== undefined && options.quiet !== true)
    stderr.write(
      `${plural(merged.bundles, 'bundle')} from ${plural(operands.length, 'file')} written to ${output}\n`,
    )
  return merged.bundles === 0 && merged.damaged.length > 0 ? 2 : 0
}

/** All or nothing, so it may even be one of those that are merged. */
function mergeInto(output: string, paths: readonly string[]): Merged {
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

function troubles({ damaged, ruleSets }: Merged): string[] {
  const places = damaged.slice(0, LISTED).map(({ path, line }) => `${printable(path)}:${line}`)
  if (damaged.length > LISTED) places.push(`and ${damaged.length - LISTED} more`)
  return present([
    damaged.length > 0
      ? `left out, being damaged or no result of batch: ${places.join(', ')}. Judge these bundles again.`
      : undefined,
    ruleSets.size > 1
      ? `these results were made in ${ruleSets.size} ways (other rules, limits, options or version): they do not compare.`
      : undefined,
  ])
}
