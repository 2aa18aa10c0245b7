import { closeSync, openSync } from 'node:fs'
import { readSome } from '../../inputs/read-some.ts'

/** A line as it stands in its file, or why it cannot be had. */
export type LineRead = { readonly number: number } & ({ readonly text: string } | { readonly problem: string })

const PIECE = 1 << 20
const LF = 10
/** A report is some ten thousand bytes; what is far longer is no report. */
const LONGEST = 64 << 20

/** The lines of a file, or of standard input for `-`, by bytes and in constant memory. Empty ones are passed over. */
export function* readLines(path: string, longest = LONGEST): Generator<LineRead> {
  const file = path === '-' ? 0 : openSync(path, 'r')
  try {
    const piece = Buffer.allocUnsafe(PIECE)
    let held: Buffer[] = []
    let size = 0
    let number = 1
    const line = (): LineRead[] => {
      const text = size > longest ? undefined : Buffer.concat(held).toString('utf8').trim()
      if (text === undefined) return [{ number, problem: `it is longer than ${longest} bytes` }]
      return text === '' ? [] : [{ number, text }]
    }
    const hold = (bytes: Buffer) => {
      size += bytes.length
      if (size <= longest) held.push(Buffer.from(bytes))
      else held = []
    }
    for (let bytes = readSome(file, piece); bytes > 0; bytes = readSome(file, piece)) {
      let from = 0
      for (let end = piece.indexOf(LF); end >= 0 && end < bytes; end = piece.indexOf(LF, from)) {
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
      if (from < bytes) hold(piece.subarray(from, bytes))
    }
    if (size > 0) yield* line()
  } finally {
    if (file !== 0) closeSync(file)
  }
}
