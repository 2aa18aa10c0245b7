import type { Parser } from '../../model/parser.ts'
import { type JsonDocument, type JsonKey, jsonDocuments } from '../shared/json-document.ts'
import { wholeText } from '../shared/whole-text.ts'
import { isFileHeader } from './file-object.ts'
import { cmdletOf, emitOutput, recogniseOutput, saysServerVersion } from './interpret.ts'
import { valueText } from './json-value.ts'
import type { Output, Said, Shown } from './shown.ts'

type Lost = (line: number, reason: string) => void

/** What `ConvertTo-Json` writes: an object or an array of them, alone or pasted behind a prompt. */
export const powershellJson: Parser = {
  format: 'powershell-json',
  title: 'PowerShell output (ConvertTo-Json)',
  log: false,
  recognise({ text, whole }) {
    const documents = jsonDocuments(text)
    const recognition = recogniseOutput(jsonOutput(documents, () => {}))
    if (recognition) return recognition
    // A document that the head cuts, or that is damaged, is known by the names of its properties.
    const [cut] = documents.filter(({ value }) => value === undefined)
    const names = new Set(cut?.keys.map(({ name }) => name.toLowerCase()))
    if (cmdletOf(names) !== undefined) return {}
    return !whole && isFileHeader(names) && /History Spooler/i.test(text) ? {} : undefined
  },
  open: (context) =>
    wholeText(context, (text, { tally }) =>
      emitOutput(
        jsonOutput(jsonDocuments(text), (line, reason) => tally.lost({ line, reason })),
        context,
      ),
    ),
}

function jsonOutput(documents: readonly JsonDocument[], lost: Lost): Output {
  const objects: Shown[] = []
  const versions: Said[] = []
  for (const { value, line, keys } of documents) {
    if (value === undefined) {
      lost(line, 'JSON that is not valid, or is cut off')
      continue
    }
    const cursor = new KeyCursor(keys, line)
    for (const element of elementsOf(value)) {
      if (typeof element === 'string' && saysServerVersion(element))
        versions.push({ text: element, line: cursor.line })
      else if (isObject(element)) objects.push(cursor.shown(element))
    }
  }
  return { objects, versions, missing: [] }
}

/** Windows PowerShell wraps arrays that were already wrapped: {"value":[…],"Count":2} */
function elementsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return isObject(value) && Array.isArray(value.value) && 'Count' in value ? value.value : [value]
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * A key is looked for only this far ahead: names that are numbers, or come twice, do not stand in
 * the order parsed.
 */
const FARTHEST = 64
const DEEPEST = 20

/** Goes through the keys of a document as its objects are gone through, to know their lines. */
class KeyCursor {
  line: number
  private next = 0
  private readonly keys: readonly JsonKey[]

  constructor(keys: readonly JsonKey[], line: number) {
    this.keys = keys
    this.line = line
  }

  shown(object: Readonly<Record<string, unknown>>): Shown {
    const properties = new Map<string, string>()
    const lines = new Map<string, number>()
    for (const [name, value] of Object.entries(object)) {
      const line = this.find(name)
      const text = valueText(value)
      if (text !== undefined) {
        properties.set(name.toLowerCase(), text)
        lines.set(name.toLowerCase(), line)
      }
      this.pass(value, 0)
    }
    return { line: lines.values().next().value ?? this.line, properties, lines }
  }

  private find(name: string): number {
    for (
      let index = this.next;
      index < Math.min(this.keys.length, this.next + FARTHEST);
      index += 1
    ) {
      const key = this.keys[index]
      if (key?.name !== name) continue
      this.next = index + 1
      this.line = key.line
      break
    }
    return this.line
  }

  private pass(value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null || depth > DEEPEST) return
    for (const [name, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) this.find(name)
      this.pass(inner, depth + 1)
    }
  }
}
