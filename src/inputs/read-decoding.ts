import { readdirSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { DecodingFiles, SchemaText } from '../model/parser.ts'
import { UsageError } from '../model/usage-error.ts'
import type { DecodeText } from './encoding.ts'
import { createTextDecoder, decodeUtf16, sniffEncoding } from './encoding.ts'
import { readOptionFile } from './options/read-option-file.ts'

/**
 * A symbol folder may contain one file for each source file of a product.
 * Limit: files in a folder given with `--tmf` or `--manifest`.
 * Beyond: a usage error.
 */
const MAX_FILES = 50_000
/**
 * The largest symbol export has some ten MiB.
 * Limit: bytes of a file given with `--tmf` or `--manifest`.
 * Beyond: a usage error.
 */
const MAX_FILE_BYTES = 256 << 20

export interface DecodingLimits {
  readonly maxFiles: number
  readonly maxFileBytes: number
}

const LIMITS: DecodingLimits = { maxFiles: MAX_FILES, maxFileBytes: MAX_FILE_BYTES }

interface DecodingFileKind {
  readonly option: string
  readonly extension: string
  readonly title: string
  /** Matches the text of every file of this kind. */
  readonly signature: RegExp
}

const TMF: DecodingFileKind = {
  option: '--tmf',
  extension: '.tmf',
  title: 'a trace message format file',
  // #typev uccapi_cpp123 10 "%0%10!s!" //   LEVEL=TL_INFO
  signature: /^#typev?\s/m,
}
const MANIFEST: DecodingFileKind = {
  option: '--manifest',
  extension: '.man',
  title: 'an instrumentation manifest',
  // <provider name="Microsoft-Lync" guid="{…}">
  signature: /<(?:\w+:)?provider\s/,
}

/**
 * Reads the files that decode binary traces. Of a folder, reads all files of the kind in it and in
 * its subfolders. Returns undefined when no path is given. Throws a `UsageError` for a path that
 * contains no such file.
 */
export function readDecoding(
  tmf: readonly string[],
  manifests: readonly string[],
  codePage: string,
  limits: DecodingLimits = LIMITS,
): DecodingFiles | undefined {
  if (tmf.length === 0 && manifests.length === 0) return undefined
  const decode = createTextDecoder(codePage)
  const read = (paths: readonly string[], kind: DecodingFileKind) =>
    paths.flatMap((path) => readPath(path, kind, decode, limits))
  return { tmf: read(tmf, TMF), manifests: read(manifests, MANIFEST) }
}

function readPath(
  path: string,
  kind: DecodingFileKind,
  decode: DecodeText,
  { maxFiles, maxFileBytes }: DecodingLimits,
): SchemaText[] {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats)
    throw new UsageError(
      `${kind.option} ${path}: no such file or folder. ` +
        'Check the path, or quote it if it has spaces.',
    )
  // A device never ends, and a pipe may never begin.
  if (!stats.isDirectory() && !stats.isFile())
    throw new UsageError(
      `${kind.option} ${path}: neither a file nor a folder. Pass a file (*${kind.extension}).`,
    )
  const files = stats.isDirectory() ? findInFolder(path, kind, maxFiles) : [path]
  const texts = files
    .map((file) => ({ name: file, text: readText(file, kind, decode, maxFileBytes) }))
    .filter(({ text }) => kind.signature.test(text))
  if (texts.length > 0) return texts
  throw new UsageError(
    stats.isDirectory()
      ? `${kind.option} ${path}: this folder does not contain ${kind.title} (*${kind.extension}).`
      : `${kind.option} ${path}: this is not ${kind.title}.`,
  )
}

function findInFolder(
  folder: string,
  { option, extension }: DecodingFileKind,
  maxFiles: number,
): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name).toLowerCase() === extension)
    .map((entry) => join(entry.parentPath, entry.name))
    // The last of several files that describe a message takes precedence: a fixed order is needed.
    .sort()
  if (files.length > maxFiles)
    throw new UsageError(
      `${option} ${folder}: contains more than ${maxFiles} files. ` +
        'Pass a folder with only the files of the client.',
    )
  return files
}

function readText(
  file: string,
  { option }: DecodingFileKind,
  decode: DecodeText,
  maxBytes: number,
): string {
  try {
    const bytes = readOptionFile(file, option, { maxBytes })
    const { encoding, bom } = sniffEncoding(bytes)
    const text = bytes.subarray(bom)
    return encoding === 'utf-8' ? decode(text, 0, text.length) : decodeUtf16(encoding, text)
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${option} ${file}: cannot be read: ${(error as Error).message}`)
  }
}
