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
}

export interface JsonKey {
  readonly name: string
  readonly line: number
}

/**
 * Finds the JSON objects and arrays that begin at the start of a line of `text`, even if they were
 * pasted between prompts.
 */
export function findJsonDocuments(text: string): JsonDocument[] {
  const documents: JsonDocument[] = []
  if (!text.includes('{') && !text.includes('[')) return documents
  const start = /^[ \t]{0,8}[{[]/gm
  let line = 1
  let counted = 0
  for (let match = start.exec(text); match; match = start.exec(text)) {
    const from = match.index + match[0].length - 1
    for (; counted < from; counted += 1) if (text[counted] === '\n') line += 1
    const { end, keys, lastLine } = scanDocument(text, from, line)
    documents.push({ value: tryParse(text.slice(from, end)), line, lastLine, keys })
    start.lastIndex = end
  }
  return documents
}

/**
 * Scans one document by its brackets and strings. It ends at the bracket that closes the first one,
 * or at the end of the text.
 */
function scanDocument(
  text: string,
  from: number,
  firstLine: number,
): { readonly end: number; readonly keys: JsonKey[]; readonly lastLine: number } {
  const keys: JsonKey[] = []
  let line = firstLine
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    const character = text[at]
    if (character === '\n') line += 1
    else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') {
      depth -= 1
      if (depth === 0) return { end: at + 1, keys, lastLine: line }
    } else if (character === '"') {
      const end = findStringEnd(text, at)
      if (isKey(text, end)) keys.push({ name: text.slice(at + 1, end - 1), line })
      at = end - 1
    }
  }
  return { end: text.length, keys, lastLine: line }
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
