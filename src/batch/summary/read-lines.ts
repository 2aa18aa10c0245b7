import { closeSync, openSync } from 'node:fs'
import { createUtf16ToUtf8, sniffEncoding } from '../../inputs/encoding.ts'
import { readBlocking } from '../../inputs/read-blocking.ts'

/** A line as it stands in its file, or why it cannot be had. */
export type FileLine = { readonly number: number } & (
  | { readonly text: string }
  | { readonly problem: string }
)

const READ_BUFFER_BYTES = 1 << 20
const LF = 10
/** A report is some ten thousand bytes; what is far longer is no report. */
const MAX_LINE_BYTES = 64 << 20

/**
 * The lines of a file, or of standard input for `-`, by bytes and in constant memory. Empty ones
 * are passed over.
 */
export const readLines = (path: string, longest = MAX_LINE_BYTES): Generator<FileLine> =>
  splitLines(readChunks(path), longest)

/**
 * The same of bytes in pieces, each good until the next is asked for. In UTF-16 too, which Windows
 * PowerShell redirects into.
 */
export function* splitLines(
  pieces: Iterable<Buffer>,
  longest = MAX_LINE_BYTES,
): Generator<FileLine> {
  let held: Buffer[] = []
  let size = 0
  let number = 1
  const line = (): FileLine[] => {
    const text = size > longest ? undefined : Buffer.concat(held).toString('utf8').trim()
    if (text === undefined) return [{ number, problem: `it is longer than ${longest} bytes` }]
    return text === '' ? [] : [{ number, text }]
  }
  const hold = (bytes: Buffer) => {
    size += bytes.length
    if (size <= longest) held.push(Buffer.from(bytes))
    else held = []
  }
  for (const piece of decodeToUtf8(pieces)) {
    let from = 0
    for (let end = piece.indexOf(LF); end >= 0; end = piece.indexOf(LF, from)) {
      if (size === 0 && end - from <= longest) {
        // Whole in this piece, as nearly all are: nothing is copied but into its text.
        const text = piece.toString('utf8', from, end).trim()
        if (text !== '') yield { number, text }
      } else {
        hold(piece.subarray(from, end))
        yield* line()
        held = []
        size = 0
      }
      number += 1
      from = end + 1
    }
    if (from < piece.length) hold(piece.subarray(from))
  }
  if (size > 0) yield* line()
}

function* readChunks(path: string): Generator<Buffer> {
  const file = path === '-' ? 0 : openSync(path, 'r')
  try {
    const piece = Buffer.allocUnsafe(READ_BUFFER_BYTES)
    for (let bytes = readBlocking(file, piece); bytes > 0; bytes = readBlocking(file, piece))
      yield piece.subarray(0, bytes)
  } finally {
    if (file !== 0) closeSync(file)
  }
}

/** A byte order mark is left in: whoever trims a line takes it away. */
function* decodeToUtf8(pieces: Iterable<Buffer>): Generator<Buffer> {
  let decode: ReturnType<typeof createUtf16ToUtf8> | undefined
  let first = true
  for (const piece of pieces) {
    if (first) {
      const { encoding } = sniffEncoding(piece)
      decode = encoding === 'utf-8' ? undefined : createUtf16ToUtf8(encoding)
      first = false
    }
    yield decode ? Buffer.from(decode(piece, false)) : piece
  }
  if (decode) yield Buffer.from(decode(new Uint8Array(), true))
}
