import type { InputHead } from '../../model/parser.ts'

const cache = new WeakMap<InputHead, readonly string[]>()

/**
 * The lines at the beginning of an input. The list is cached, because several formats ask for it
 * during recognition.
 */
export function headLines(head: InputHead): readonly string[] {
  const lines = cache.get(head) ?? head.text.split('\n')
  cache.set(head, lines)
  return lines
}
