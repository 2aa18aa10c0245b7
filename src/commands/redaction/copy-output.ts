import { readdirSync, statSync } from 'node:fs'
import { isAbsolute, relative } from 'node:path'
import { BundleWriter } from '../../collect/bundle-writer.ts'
import type { FoundInput } from '../../inputs/find-files.ts'
import { trimTrailing } from '../../model/text/trim-trailing.ts'
import { UsageError } from '../../model/usage-error.ts'
import type { EntryWriter } from '../../output/entry-writer.ts'
import { STANDARD_OUTPUT } from '../../output/output-file.ts'
import { OutputFolder } from '../../output/output-folder.ts'
import { rejectEvidencePath } from '../../output/reject-evidence-path.ts'
import { resolveTarget } from '../../output/resolve-target.ts'

const isZipPath = (path: string): boolean =>
  path === STANDARD_OUTPUT || path.toLowerCase().endsWith('.zip')

/** The map beside a copy: `for-vendor.map` of `for-vendor.zip`; none beside standard output. */
export const defaultMapPath = (output: string): string | undefined =>
  output === STANDARD_OUTPUT
    ? undefined
    : `${trimTrailing(output, '\\/').replace(/\.zip$/i, '')}.map`

/** Throws a UsageError for a map that would be passed on with the copy, or is written over evidence. */
export function rejectMapPath(
  map: string | undefined,
  output: string,
  found: readonly FoundInput[],
): void {
  if (map === undefined) return
  rejectEvidencePath(map, found, 'redact-map')
  if (output === STANDARD_OUTPUT) return
  const path = relative(resolveTarget(output), resolveTarget(map))
  if (path === '' || (!isAbsolute(path) && path.split(/[\\/]/)[0] !== '..'))
    throw new UsageError(
      `--redact-map ${map} is inside ${output}, and would be sent with it. ` +
        'Choose a place outside of it.',
    )
}

/**
 * Opens a new zip, if the path ends with .zip or is standard output, else a new folder. Nothing is
 * written over. Throws a UsageError for a path that has something, or is among the evidence.
 */
export function openCopy(
  output: string,
  found: readonly FoundInput[],
  stdout: NodeJS.WritableStream,
): EntryWriter {
  rejectEvidencePath(output, found)
  if (output !== STANDARD_OUTPUT) rejectExisting(output)
  return isZipPath(output)
    ? new BundleWriter(output, { stdout, option: 'output', isPrivate: false })
    : new OutputFolder(output, 'output')
}

function rejectExisting(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return
  const isEmptyFolder = stats.isDirectory() && readdirSync(path).length === 0
  if (!isEmptyFolder || isZipPath(path))
    throw new UsageError(`${path} already exists. Choose another name with --output.`)
}
