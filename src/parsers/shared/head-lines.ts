import type { InputHead } from '../../model/parser.ts'

const known = new WeakMap<InputHead, readonly string[]>()

/**
 * The lines of the beginning of an input: cut once for all formats that ask whether it is theirs.
 */
export function headLines(head: InputHead): readonly string[] {
  const lines = known.get(head) ?? head.text.split('\n')
  known.set(head, lines)
  return lines
}
