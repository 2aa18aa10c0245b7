import type { Head } from '../../model/parser.ts'
import { type TextOutput, textOutput } from './text-output.ts'

const known = new WeakMap<Head, TextOutput>()

/**
 * What the beginning of an input shows: worked out once for all formats that ask whether it is
 * theirs.
 */
export function headOutput(head: Head): TextOutput {
  const output = known.get(head) ?? textOutput(head.text)
  known.set(head, output)
  return output
}
