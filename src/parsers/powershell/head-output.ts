import type { InputHead } from '../../model/parser.ts'
import { parseTextOutput, type TextOutput } from './text-output.ts'

const cache = new WeakMap<InputHead, TextOutput>()

/**
 * The output at the beginning of an input. Cached, because several formats ask for it during
 * recognition.
 */
export function parseHeadOutput(head: InputHead): TextOutput {
  const output = cache.get(head) ?? parseTextOutput(head.text)
  cache.set(head, output)
  return output
}
