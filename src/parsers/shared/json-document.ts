import { MAX_KEPT_VALUES, MAX_NESTING, TOO_MANY_VALUES } from './kept-values.ts'

/** A JSON object or array inside a text, with the line of each of its keys. */
export interface JsonDocument {
  /** The result of `JSON.parse`. Undefined when the text is not valid JSON. */
  readonly value: unknown
  /** Line in the text, from 1, where the document begins. */
  readonly line: number
  /** Line in which it ends. */
  readonly lastLine: number
  /** All keys in document order, with their lines. */
  readonly keys: readonly JsonKey[]
  /** Why the document was not parsed. */
  readonly problem?: string
}

export interface JsonKey {
  readonly name: string
  readonly line: number
}

/**
 * Finds the JSON objects and arrays that begin at the start of a line of `text`, even if they were
 * pasted between prompts. The last one has a problem where they contain too many values.
 */
export function findJsonDocuments(text: string): JsonDocument[] {
  const documents: JsonDocument[] = []
  if (!text.includes('{') && !text.includes('[')) return documents
  const start = /^[ \t]{0,8}[{[]/gm
  let line = 1
  let counted = 0
  let valuesLeft = MAX_KEPT_VALUES
  for (let match = start.exec(text); match; match = start.exec(text)) {
    const from = match.index + match[0].length - 1
    for (; counted < from; counted += 1) if (text[counted] === '\n') line += 1
    valuesLeft -= DOCUMENT_VALUES
    const { end, keys, lastLine, values, depth } = scanDocument(text, from, line, valuesLeft)
    valuesLeft -= values
    const problem = valuesLeft < 0 ? TOO_MANY_VALUES : depth > MAX_NESTING ? TOO_DEEP : undefined
    if (problem === undefined)
      documents.push({ value: tryParse(text.slice(from, end)), line, lastLine, keys })
    else documents.push({ value: undefined, line, lastLine, keys, problem })
    if (valuesLeft < 0) break
    start.lastIndex = end
  }
  return documents
}

/** A document takes as much memory as this many values. */
const DOCUMENT_VALUES = 8
const TOO_DEEP = `JSON with more than ${MAX_NESTING} brackets inside each other`

/**
 * Scans one document by its brackets and strings. It ends at the bracket that closes the first one,
 * or at the end of the text, or where it has more than `maxValues` values.
 */
function scanDocument(
  text: string,
  from: number,
  firstLine: number,
  maxValues: number,
): ScannedDocument {
  const keys: JsonKey[] = []
  let line = firstLine
  let depth = 0
  let deepest = 0
  let values = 0
  for (let at = from; at < text.length && values <= maxValues; at += 1) {
    const character = text[at]
    if (character === '\n') line += 1
    else if (character === ',') values += 1
    else if (character === '{' || character === '[') {
      values += 1
      depth += 1
      if (depth > deepest) deepest = depth
    } else if (character === '}' || character === ']') {
      depth -= 1
      if (depth === 0) return { end: at + 1, keys, lastLine: line, values, depth: deepest }
    } else if (character === '"') {
      const end = findStringEnd(text, at)
      if (isKey(text, end)) keys.push({ name: text.slice(at + 1, end - 1), line })
      at = end - 1
    }
  }
  return { end: text.length, keys, lastLine: line, values, depth: deepest }
}

interface ScannedDocument {
  readonly end: number
  readonly keys: JsonKey[]
  readonly lastLine: number
  readonly values: number
  /** How many brackets are inside each other. */
  readonly depth: number
}

function findStringEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at + 1
    else if (text[at] === '\n') return at
  }
  return text.length
}

function isKey(text: string, end: number): boolean {
  let at = end
  while (text[at] === ' ' || text[at] === '\t') at += 1
  return text[at] === ':'
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // The caller reports the damage with its line.
  }
}
