import type { InputHead } from '../../model/parser.ts'
import { parseTextOutput, type TextOutput } from './text-output.ts'

const known = new WeakMap<InputHead, TextOutput>()

/**
 * What the beginning of an input shows: worked out once for all formats that ask whether it is
 * theirs.
 */
export function parseHeadOutput(head: InputHead): TextOutput {
  const output = known.get(head) ?? parseTextOutput(head.text)
  known.set(head, output)
  return output
}
