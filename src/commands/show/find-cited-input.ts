import { didYouMean } from '../../cli/did-you-mean.ts'
import type { CitedPlace } from '../../excerpts/read-citations.ts'
import type { FoundInput } from '../../inputs/find-files.ts'
import { when } from '../../model/defined.ts'
import { formatCount } from '../../model/duration.ts'
import { toPrintable } from '../../model/text/printable.ts'
import { trimTrailing } from '../../model/text/trim-trailing.ts'
import { UsageError } from '../../model/usage-error.ts'
import { shortenPath } from '../../terminal/safe-text.ts'
import type { Citation } from './parse-citation.ts'

const MAX_LISTED_PATHS = 5

/** The input that a citation names, and the place in it. */
export interface CitedInput {
  readonly input: FoundInput
  readonly place: CitedPlace
  /** Name of the item that is cited, of a History Spooler. */
  readonly item?: string
}

/**
 * Finds the input that a citation names. Paths may be written as reports write them in any format.
 * Throws a UsageError with the nearest paths when there is none.
 */
export function findCitedInput(
  { casePath, targets }: Citation,
  found: readonly FoundInput[],
): CitedInput {
  for (const { path, place } of targets) {
    const [only] = found
    if (path === '' && found.length === 1 && only) return { input: only, place }
    const input = findByPath(path, casePath, found)
    if (input) return { input, place }
    const spool = findSpool(path, casePath, found)
    if (spool) return { ...spool, place }
  }
  throw noSuchPath(targets[0]?.path ?? '', casePath, found)
}

function findByPath(
  path: string,
  casePath: string,
  found: readonly FoundInput[],
): FoundInput | undefined {
  if (path === '') return undefined
  const forms = pathForms(path, casePath)
  return forms
    .map((form) => found.find((input) => matches(input, form, casePath)))
    .find((input) => input !== undefined)
}

const matches = (input: FoundInput, path: string, casePath: string): boolean =>
  [input.path, ...withoutCase(input.path, casePath)]
    .flatMap((own) => [own, toPrintable(own), shortenPath(toPrintable(own))])
    .some((own) => toSlashes(own) === path)

/** The ways to write a path: as in a table, or as an address in SARIF. */
function pathForms(path: string, casePath: string): readonly string[] {
  const forms = [path, ...decodedAddress(path)].map(toSlashes)
  return [...new Set([...forms, ...forms.flatMap((form) => withoutCase(form, casePath))])]
}

function decodedAddress(path: string): readonly string[] {
  try {
    return [decodeURIComponent(path)]
  } catch {
    return []
  }
}

/** The path inside an archive or folder, for a path that begins with its name. */
function withoutCase(path: string, casePath: string): readonly string[] {
  const slashed = toSlashes(path)
  const folder = trimTrailing(toSlashes(casePath), '/')
  const names = [
    ...when(casePath === '-', () => ['standard input']),
    folder,
    folder.slice(folder.lastIndexOf('/') + 1),
  ]
  return names
    .filter((name) => slashed.startsWith(`${name}/`))
    .map((name) => slashed.slice(name.length + 1))
}

const toSlashes = (path: string): string => path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '')

/** The History Spooler that an item is in. Items are no inputs: they are never opened. */
function findSpool(
  path: string,
  casePath: string,
  found: readonly FoundInput[],
): Omit<CitedInput, 'place'> | undefined {
  const slashed = toSlashes(path)
  const at = slashed.search(/(?<=(?:^|\/)History Spooler)\//i)
  if (at < 0) return undefined
  const input = findByPath(slashed.slice(0, at), casePath, found)
  return input?.kind === 'spool-folder' ? { input, item: slashed.slice(at + 1) } : undefined
}

function noSuchPath(path: string, casePath: string, found: readonly FoundInput[]): UsageError {
  const name = casePath === '-' ? 'Standard input' : casePath
  if (found.length === 0) return new UsageError(`${name} contains no files.`)
  const paths = found.map((input) => input.path)
  if (path === '')
    return new UsageError(
      `${name} has ${formatCount(found.length, 'file')}. Name one of them: ` +
        `spoolscope show "${casePath}:${paths[0]}:1"`,
    )
  if (path.startsWith('--'))
    return new UsageError(`${path} is an option that analyze was given, not a file.`)
  const baseName = (text: string) => toSlashes(text).slice(toSlashes(text).lastIndexOf('/') + 1)
  const sameName = paths.filter(
    (other) => baseName(other).toLowerCase() === baseName(path).toLowerCase(),
  )
  const suggestion =
    sameName.length > 0
      ? ` Did you mean ${sameName.slice(0, MAX_LISTED_PATHS).join(', ')}?`
      : didYouMean(path, paths) || ` It contains ${listPaths(paths)}.`
  return new UsageError(`${name} has no file ${path}.${suggestion}`)
}

function listPaths(paths: readonly string[]): string {
  const listed = paths.slice(0, MAX_LISTED_PATHS).join(', ')
  const omitted = paths.length - MAX_LISTED_PATHS
  return omitted > 0 ? `${listed} and ${formatCount(omitted, 'more file')}` : listed
}
