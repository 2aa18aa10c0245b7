import { defined } from '../../model/defined.ts'
import type { Parser } from '../../model/parser.ts'
import { MAX_KEPT_VALUES, TOO_MANY_VALUES } from '../shared/kept-values.ts'
import { readWholeText } from '../shared/read-whole-text.ts'
import { readXml } from '../shared/read-xml.ts'
import { containsServerVersion, emitOutput, recogniseOutput } from './interpret-output.ts'
import type { PowershellOutput, ShownText } from './powershell-output.ts'

/** <Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"> */
const ROOT = /<Objs\s[^>]{0,200}schemas\.microsoft\.com\/powershell\/2004\/04/
/** Allowed in the first line only. Below pasted text it would count as damage. */
const DECLARATION = /<\?xml\b[^>]{0,200}\?>/
/** An object has two maps, and names of its own. */
const OBJECT_VALUES = 16
/** Elements without a value of their own. */
const CONTAINER_ELEMENTS = new Set([
  'props',
  'ms',
  'tn',
  'tnref',
  't',
  'lst',
  'ie',
  'dct',
  'que',
  'stk',
  'en',
  'objs',
])
const DAMAGED = 'XML that is damaged or cut off'
/** _x000A_ */
const ESCAPE = /_x([0-9a-f]{4})_/gi

/** Files that `Export-Clixml` writes. */
export const clixml: Parser = {
  format: 'clixml',
  title: 'PowerShell output (Export-Clixml)',
  isLog: false,
  recognise: ({ text }) => (ROOT.test(text) ? recogniseOutput(toOutput(text).output) : undefined),
  open: (context) =>
    readWholeText(context, (text, { tally }) => {
      const { output, errors, problem = DAMAGED } = toOutput(text)
      if (errors > 0 || problem !== DAMAGED)
        tally.addDamage({ line: lastLine(text), reason: problem })
      emitOutput({ ...output, unreadLines: findLinesOutside(text) }, context)
    }),
}

/** <?xml version="1.0"?> · #< CLIXML, which PowerShell writes above it */
const ABOVE_ROOT = /^\s*(?:<\?xml\b.*|#< CLIXML\s*)?$/

/** Numbers of the lines above the document and below it. */
function findLinesOutside(text: string): number[] {
  const start = ROOT.exec(text)?.index ?? 0
  const end = text.lastIndexOf('</Objs>')
  const first = lineOf(text, start)
  const last = end < 0 ? Number.POSITIVE_INFINITY : lineOf(text, end)
  return text.split('\n').flatMap((line, index) => {
    const number = index + 1
    return (number >= first && number <= last) || ABOVE_ROOT.test(line) ? [] : [number]
  })
}

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length

interface OpenObject {
  readonly name: string | undefined
  readonly line: number
  readonly properties: Map<string, string>
  readonly lines: Map<string, number>
  /** The object as PowerShell would print it: its ToString, otherwise the values it contains. */
  text: string
  hasToString: boolean
}

/**
 * Converts a document. Objects without a name were exported; objects with a name are properties and
 * are represented by the text they would print.
 */
function toOutput(xml: string): {
  readonly output: PowershellOutput
  readonly errors: number
  /** Why the rest of the document was not read. */
  readonly problem?: string
} {
  const objects: OpenObject[] = []
  const versions: ShownText[] = []
  const open: OpenObject[] = []
  let problem: string | undefined
  let valuesLeft = MAX_KEPT_VALUES
  let value:
    | {
        readonly element: string
        readonly name: string | undefined
        readonly line: number
        text: string
      }
    | undefined
  const set = (name: string, text: string, line: number) => {
    const owner = open.at(-1)
    if (!owner) return
    owner.properties.set(name.toLowerCase(), text)
    owner.lines.set(name.toLowerCase(), line)
  }
  const errors = readXml(xml.replace(DECLARATION, ''), {
    open(element, { n }, line) {
      value = undefined
      valuesLeft -= element === 'obj' ? OBJECT_VALUES : 1
      if (valuesLeft < 0) problem = TOO_MANY_VALUES
      if (problem !== undefined) return
      const name = n === undefined ? undefined : unescapeText(n)
      if (element === 'obj')
        open.push({
          name,
          line,
          properties: new Map(),
          lines: new Map(),
          text: '',
          hasToString: false,
        })
      else if (!CONTAINER_ELEMENTS.has(element) && element !== 'ref')
        value = { element, name, line, text: '' }
    },
    stop(reason) {
      problem = reason
    },
    text(part) {
      if (value) value.text += part
    },
    close(element) {
      if (problem !== undefined) return
      if (element === 'obj') {
        const closed = open.pop()
        if (closed?.name !== undefined) set(closed.name, closed.text, closed.line)
        else if (closed && closed.properties.size > 0) objects.push(closed)
        return
      }
      if (value?.element !== element) return
      const text = formatElement(element, value.text)
      const owner = open.at(-1)
      if (value.name !== undefined) set(value.name, text, value.line)
      else if (owner) addNamelessValue(owner, element, text)
      else if (!owner && containsServerVersion(text)) versions.push({ text, line: value.line })
      value = undefined
    },
  })
  return {
    output: {
      objects: objects
        .map(({ line, properties, lines }) => ({ line, properties, lines }))
        .sort((left, right) => left.line - right.line),
      versions,
      missingCmdlets: [],
    },
    errors,
    ...defined({ problem }),
  }
}

function addNamelessValue(owner: OpenObject, element: string, text: string): void {
  if (owner.hasToString) return
  owner.hasToString = element === 'tostring'
  owner.text = owner.hasToString || owner.text === '' ? text : `${owner.text}, ${text}`
}

/** Formats a value as PowerShell prints it: <B>true</B> as True, <Nil /> as nothing. */
function formatElement(element: string, text: string): string {
  if (element === 'b') return text.trim() === 'true' ? 'True' : 'False'
  return unescapeText(text)
}

const unescapeText = (text: string): string =>
  text.replace(ESCAPE, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

const lastLine = (text: string): number => text.trimEnd().split('\n').length
