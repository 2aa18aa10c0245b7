import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { DecodingFiles, SchemaText } from '../model/parser.ts'
import { UsageError } from '../model/usage-error.ts'
import { createTextDecoder, createUtf16ToUtf8, sniffEncoding } from './encoding.ts'

/** A folder of symbols may hold one file for each source file of a product. */
const MOST_FILES = 50_000
const LARGEST = 256 << 20

interface Kind {
  readonly option: string
  readonly ending: string
  readonly what: string
  readonly looks: RegExp
}

const TMF: Kind = {
  option: '--tmf',
  ending: '.tmf',
  what: 'trace message format file',
  looks: /^#typev?\s/m,
}
const MANIFEST: Kind = {
  option: '--manifest',
  ending: '.man',
  what: 'instrumentation manifest',
  looks: /<(?:\w+:)?provider\s/,
}

/**
 * Reads the files that make binary traces readable; of a folder all that are of the kind, below it
 * too. Undefined when none is named.
 */
export function readDecoding(
  tmf: readonly string[],
  manifests: readonly string[],
  codePage: string,
): DecodingFiles | undefined {
  if (tmf.length === 0 && manifests.length === 0) return undefined
  const decode = createTextDecoder(codePage)
  const read = (paths: readonly string[], kind: Kind) =>
    paths.flatMap((path) => textsAt(path, kind, decode))
  return { tmf: read(tmf, TMF), manifests: read(manifests, MANIFEST) }
}

function textsAt(
  path: string,
  kind: Kind,
  decode: ReturnType<typeof createTextDecoder>,
): SchemaText[] {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats)
    throw new UsageError(
      `${kind.option} ${path}: there is no such file or folder. Check the path, or quote it if it has spaces.`,
    )
  const files = stats.isDirectory() ? filesBelow(path, kind) : [path]
  const texts = files
    .map((file) => ({ name: file, text: textOf(file, kind, decode) }))
    .filter(({ text }) => kind.looks.test(text))
  if (texts.length > 0) return texts
  throw new UsageError(
    stats.isDirectory()
      ? `${kind.option} ${path}: no ${kind.what} (*${kind.ending}) lies in this folder.`
      : `${kind.option} ${path}: this is no ${kind.what}.`,
  )
}

function filesBelow(folder: string, { option, ending }: Kind): string[] {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name).toLowerCase() === ending)
    .map((entry) => join(entry.parentPath, entry.name))
    // Of two that describe the same message the later one counts: always the same one.
    .sort()
  if (names.length > MOST_FILES)
    throw new UsageError(
      `${option} ${folder}: more than ${MOST_FILES} files. Name a folder that holds those of the client only.`,
    )
  return names
}

function textOf(
  file: string,
  { option }: Kind,
  decode: ReturnType<typeof createTextDecoder>,
): string {
  try {
    if (statSync(file).size > LARGEST)
      throw new UsageError(`${option} ${file}: larger than ${LARGEST >> 20} MiB.`)
    const bytes = readFileSync(file)
    const { encoding, bom } = sniffEncoding(bytes)
    const plain =
      encoding === 'utf-8'
        ? bytes.subarray(bom)
        : createUtf16ToUtf8(encoding)(bytes.subarray(bom), true)
    return decode(plain, 0, plain.length)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${option} ${file}: cannot be read: ${(error as Error).message}`)
  }
}
