import type { Parser } from '../../model/parser.ts'
import { findJsonDocuments, type JsonDocument, type JsonKey } from '../shared/json-document.ts'
import { readWholeText } from '../shared/read-whole-text.ts'
import { parseCommandLine } from './command-line.ts'
import { hasFileColumns } from './file-object.ts'
import { formatValue } from './format-json-value.ts'
import {
  containsServerVersion,
  emitOutput,
  identifyCmdlet,
  recogniseOutput,
} from './interpret-output.ts'
import type { PowershellOutput, ShownObject, ShownText } from './powershell-output.ts'

type ReportDamage = (line: number, reason: string) => void

/** Output of `ConvertTo-Json`: an object or an array, alone or pasted after a prompt. */
export const powershellJson: Parser = {
  format: 'powershell-json',
  title: 'PowerShell output (ConvertTo-Json)',
  isLog: false,
  recognise({ text, isWhole }) {
    const documents = findJsonDocuments(text)
    const recognition = recogniseOutput(toOutput(documents, () => {}))
    if (recognition) return recognition
    // A damaged document, or one that the head cuts off, is recognized by its property names.
    const [cut] = documents.filter(({ value }) => value === undefined)
    const names = new Set(cut?.keys.map(({ name }) => name.toLowerCase()))
    if (identifyCmdlet(names) !== undefined) return {}
    return !isWhole && hasFileColumns(names) && /History Spooler/i.test(text) ? {} : undefined
  },
  open: (context) =>
    readWholeText(context, (text, { tally }) => {
      const documents = findJsonDocuments(text)
      const output = toOutput(documents, (line, reason) => tally.addDamage({ line, reason }))
      emitOutput({ ...output, unreadLines: findLinesOutside(text, documents) }, context)
    }),
}

/** Numbers of the lines that belong to no document and are no commands. */
function findLinesOutside(text: string, documents: readonly JsonDocument[]): number[] {
  const numbers: number[] = []
  let next = 0
  for (const [index, line] of text.split('\n').entries()) {
    const number = index + 1
    while ((documents[next]?.lastLine ?? number) < number) next += 1
    const isInside = number >= (documents[next]?.line ?? Number.POSITIVE_INFINITY)
    if (!isInside && line.trim() !== '' && !parseCommandLine(line)) numbers.push(number)
  }
  return numbers
}

function toOutput(
  documents: readonly JsonDocument[],
  reportDamage: ReportDamage,
): PowershellOutput {
  const objects: ShownObject[] = []
  const versions: ShownText[] = []
  for (const { value, line, keys, problem } of documents) {
    if (value === undefined) {
      reportDamage(line, problem ?? 'JSON that is not valid, or is cut off')
      continue
    }
    const cursor = new KeyCursor(keys, line)
    for (const element of elementsOf(value)) {
      if (typeof element === 'string' && containsServerVersion(element))
        versions.push({ text: element, line: cursor.line })
      else if (isObject(element)) objects.push(cursor.readObject(element))
    }
  }
  return { objects, versions, missingCmdlets: [] }
}

/** The elements of an array. Windows PowerShell wraps some arrays again: {"value":[…],"Count":2} */
function elementsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return isObject(value) && Array.isArray(value.value) && 'Count' in value ? value.value : [value]
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** How many keys ahead a name is searched. Numeric and repeated names are not in document order. */
const MAX_KEY_LOOKAHEAD = 64
/** The lines of deeper keys are not looked for: no evidence cites them. */
const MAX_DEPTH = 20

/** Finds the lines of an object's keys. Objects must be read in document order. */
class KeyCursor {
  line: number
  private next = 0
  private readonly keys: readonly JsonKey[]

  constructor(keys: readonly JsonKey[], line: number) {
    this.keys = keys
    this.line = line
  }

  readObject(object: Readonly<Record<string, unknown>>): ShownObject {
    const properties = new Map<string, string>()
    const lines = new Map<string, number>()
    for (const [name, value] of Object.entries(object)) {
      const line = this.findLine(name)
      const text = formatValue(value)
      if (text !== undefined) {
        properties.set(name.toLowerCase(), text)
        lines.set(name.toLowerCase(), line)
      }
      this.skipValue(value, 0)
    }
    return { line: lines.values().next().value ?? this.line, properties, lines }
  }

  private findLine(name: string): number {
    for (
      let index = this.next;
      index < Math.min(this.keys.length, this.next + MAX_KEY_LOOKAHEAD);
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

  private skipValue(value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return
    for (const [name, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) this.findLine(name)
      this.skipValue(inner, depth + 1)
    }
  }
}
