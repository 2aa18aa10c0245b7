import type { InputHead } from '../../model/parser.ts'
import { IDENTIFYING_NAMES } from './property-names.ts'
import { parseTextOutput, type TextOutput } from './text-output.ts'

const cache = new WeakMap<InputHead, TextOutput>()

/**
 * Every text with output that is known contains one of these, in lower case: the name of a
 * property, a registry key, a server and its version, or a cmdlet. One expression is twice as fast
 * as a search for each.
 */
const MARKS = new RegExp([...IDENTIFYING_NAMES, 'hk', '-cs', '-mailbox'].join('|'))
const NO_OUTPUT: TextOutput = {
  objects: [],
  lists: [],
  tables: [],
  versions: [],
  missingCmdlets: [],
}

/** Whether a text may contain known output. Fast, because it runs on any text. */
function mayContainOutput(text: string): boolean {
  // The names above the underline of a table may be wrapped.
  if (text.includes('--')) return true
  const lower = text.toLowerCase()
  return MARKS.test(lower) || (text.includes('(') && lower.includes('server'))
}

/**
 * The output at the beginning of an input. Cached, because several formats ask for it during
 * recognition.
 */
export function parseHeadOutput(head: InputHead): TextOutput {
  const output =
    cache.get(head) ?? (mayContainOutput(head.text) ? parseTextOutput(head.text) : NO_OUTPUT)
  cache.set(head, output)
  return output
}
