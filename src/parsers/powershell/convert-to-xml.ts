import type { Parser } from '../../model/parser.ts'
import { readWholeText } from '../shared/read-whole-text.ts'
import { readXml } from '../shared/read-xml.ts'
import { parseCommandLine } from './command-line.ts'
import { emitOutput, recogniseOutput } from './interpret-output.ts'
import type { PowershellOutput, ShownObject } from './powershell-output.ts'

/** <Object Type="System.Management.Automation.PSCustomObject"> */
const OBJECT = /<Object(?:\s+Type="[^"]{1,400}")?>/
/** Everything around the objects: a prompt, the declaration of XML, lines of another text. */
const ROOT = /<Objects>[\s\S]*?(?:<\/Objects>|$)/

/** Output of `ConvertTo-Xml`: objects with named properties. */
export const convertToXml: Parser = {
  format: 'convert-to-xml',
  title: 'PowerShell output (ConvertTo-Xml)',
  isLog: false,
  recognise: ({ text }) =>
    text.includes('<Objects>') && OBJECT.test(text)
      ? recogniseOutput(toOutput(text).output)
      : undefined,
  open: (context) =>
    readWholeText(context, (text, { tally }) => {
      const { output, errors } = toOutput(text)
      if (errors > 0)
        tally.addDamage({
          line: text.trimEnd().split('\n').length,
          reason: 'XML that is damaged or cut off',
        })
      emitOutput({ ...output, unreadLines: findLinesOutside(text) }, context)
    }),
}

/** Numbers of the lines around the objects, but for blank ones, prompts and the declaration. */
function findLinesOutside(text: string): number[] {
  const { index = 0, 0: root = '' } = ROOT.exec(text) ?? {}
  const first = text.slice(0, index).split('\n').length
  const last = first + root.split('\n').length - 1
  return text.split('\n').flatMap((line, at) => {
    const number = at + 1
    const isInside = number >= first && number <= last
    const isKnown = /^\s*(?:<\?xml\b.*)?$/.test(line) || parseCommandLine(line) !== undefined
    return isInside || isKnown ? [] : [number]
  })
}

interface OpenObject {
  readonly line: number
  readonly properties: Map<string, string>
  readonly lines: Map<string, number>
}

/** Converts the objects. The values of a list become one text. */
function toOutput(text: string): { readonly output: PowershellOutput; readonly errors: number } {
  const { index = 0, 0: root = '' } = ROOT.exec(text) ?? {}
  const linesBefore = text.slice(0, index).split('\n').length - 1
  const objects: ShownObject[] = []
  let object: OpenObject | undefined
  let property: { readonly name: string; readonly line: number; values: string[] } | undefined
  let value = ''
  let depth = 0
  const errors = readXml(root, {
    open(element, { name }, lineInRoot) {
      const line = linesBefore + lineInRoot
      if (element === 'object') object = { line, properties: new Map(), lines: new Map() }
      if (element !== 'property') return
      depth += 1
      if (depth === 1 && name !== undefined) property = { name, line, values: [] }
      value = ''
    },
    text(part) {
      if (property) value += part
    },
    close(element) {
      if (element === 'object') {
        if (object && object.properties.size > 0) objects.push(object)
        object = undefined
      }
      if (element !== 'property') return
      depth -= 1
      if (!property) return
      if (value.trim() !== '') property.values.push(value.trim())
      value = ''
      if (depth > 0) return
      object?.properties.set(property.name.toLowerCase(), property.values.join(', '))
      object?.lines.set(property.name.toLowerCase(), property.line)
      property = undefined
    },
  })
  return { output: { objects, versions: [], missingCmdlets: [] }, errors }
}
