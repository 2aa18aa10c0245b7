import { closeSync, openSync } from 'node:fs'
import { createUtf16ToUtf8, sniffEncoding } from '../../inputs/encoding.ts'
import { readBlocking } from '../../inputs/read-blocking.ts'

/** A line of a file with its number, from 1, or why it cannot be read. */
export type FileLine = { readonly number: number } & (
  | { readonly text: string }
  | { readonly problem: string }
)

const READ_BUFFER_BYTES = 1 << 20
const LF = 10
/**
 * Reports have some ten thousand bytes, so a far longer line is not a report.
 * Limit: bytes of one line of results.
 * Beyond: the line counts as damaged.
 */
const MAX_LINE_BYTES = 64 << 20

/**
 * Reads the lines of a file, or of standard input for `-`, with constant memory. Skips empty
 * lines.
 */
export const readLines = (path: string, maxLineBytes = MAX_LINE_BYTES): Generator<FileLine> =>
  splitLines(readChunks(path), maxLineBytes)

/**
 * Splits chunks of UTF-8 or UTF-16 into lines: Windows PowerShell redirects output as UTF-16. A
 * chunk need only be valid until the next one is requested.
 */
export function* splitLines(
  chunks: Iterable<Buffer>,
  maxLineBytes = MAX_LINE_BYTES,
): Generator<FileLine> {
  let partial: Buffer[] = []
  let partialBytes = 0
  let number = 1
  const finishLine = (): FileLine[] => {
    const text =
      partialBytes > maxLineBytes ? undefined : Buffer.concat(partial).toString('utf8').trim()
    if (text === undefined) return [{ number, problem: `it is longer than ${maxLineBytes} bytes` }]
    return text === '' ? [] : [{ number, text }]
  }
  const addPartial = (bytes: Buffer) => {
    partialBytes += bytes.length
    if (partialBytes <= maxLineBytes) partial.push(Buffer.from(bytes))
    else partial = []
  }
  for (const chunk of decodeToUtf8(chunks)) {
    let from = 0
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, from)) {
      if (partialBytes === 0 && end - from <= maxLineBytes) {
        // Nearly all lines are complete within a chunk: they are decoded without a copy.
        const text = chunk.toString('utf8', from, end).trim()
        if (text !== '') yield { number, text }
      } else {
        addPartial(chunk.subarray(from, end))
        yield* finishLine()
        partial = []
        partialBytes = 0
      }
      number += 1
      from = end + 1
    }
    if (from < chunk.length) addPartial(chunk.subarray(from))
  }
  if (partialBytes > 0) yield* finishLine()
}

function* readChunks(path: string): Generator<Buffer> {
  const file = path === '-' ? 0 : openSync(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(READ_BUFFER_BYTES)
    for (let bytes = readBlocking(file, buffer); bytes > 0; bytes = readBlocking(file, buffer))
      yield buffer.subarray(0, bytes)
  } finally {
    if (file !== 0) closeSync(file)
  }
}

/** Keeps a byte order mark: trimming the first line removes it. */
function* decodeToUtf8(chunks: Iterable<Buffer>): Generator<Buffer> {
  let decode: ReturnType<typeof createUtf16ToUtf8> | undefined
  let isFirst = true
  for (const chunk of chunks) {
    if (isFirst) {
      const { encoding } = sniffEncoding(chunk)
      decode = encoding === 'utf-8' ? undefined : createUtf16ToUtf8(encoding)
      isFirst = false
    }
    yield decode ? Buffer.from(decode(chunk, false)) : chunk
  }
  if (decode) yield Buffer.from(decode(new Uint8Array(), true))
}
