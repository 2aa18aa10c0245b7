import type { ShownObject } from './powershell-output.ts'
import { isKnownProperty } from './property-names.ts'

/** EnableOfflineIm              : True */
const PROPERTY = /^([\p{L}_][\p{L}\p{N}_.-]{0,80})[ \t]*: ?(.*)$/u
/** EnableOfflineIm = False, as people retype it · EnableOfflineIm<TAB>FALSE, as cells are copied */
const ASSIGNMENT = /^[ \t]{0,4}([A-Za-z]{4,40})(?:[ \t]*= ?|\t+)(.*)$/s
/** @{Identity=Global; EnableOfflineIm=False}: an object as PowerShell puts it into a text */
const OBJECT_TEXT = /^\s{0,8}@\{(.{1,4000})\}\s*$/

interface LastProperty {
  readonly name: string
  readonly indent: number
  /** Position of the colon. */
  readonly colon: number
  /** Whether the value contains a blank. */
  hasBlank: boolean
}

/** The properties of an object in a text, by name in lower case. Undefined for any other line. */
export function parseObjectText(text: string): Map<string, string> | undefined {
  const content = text.includes('@{') ? OBJECT_TEXT.exec(text)?.[1] : undefined
  if (content === undefined) return undefined
  return new Map(
    content.split(';').map((pair) => {
      const equals = pair.indexOf('=')
      const [name, value] =
        equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
      return [name.trim().toLowerCase(), value.trim()]
    }),
  )
}

/** Only known names are assigned: any other text may contain `name = value`. */
function matchProperty(text: string): RegExpExecArray | null {
  const property = text.includes(':') ? PROPERTY.exec(text) : null
  if (property || !/[=\t]/.test(text)) return property
  const assignment = ASSIGNMENT.exec(text)
  return isKnownProperty(assignment?.[1] ?? '') ? assignment : null
}

/**
 * Parses Format-List output line by line. An object ends at a blank line, at a name that occurs
 * again, or at `end`. A wrapped value continues in lines that are indented to its column.
 */
export class ListParser {
  private properties = new Map<string, string>()
  private lines = new Map<string, number>()
  private lastProperty: LastProperty | undefined
  /** Whether one blank line follows the last property. */
  private isBlankBefore = false
  /** Whether each property so far has a blank line before it, except the first. */
  private isDoubleSpaced = true
  private readonly onObject: (object: ShownObject) => void

  constructor(onObject: (object: ShownObject) => void) {
    this.onObject = onObject
  }

  /** Returns whether the line belongs to a list. */
  readLine(text: string, line: number): boolean {
    const match = matchProperty(text)
    if (match) {
      const name = (match[1] ?? '').toLowerCase()
      const colon = text.search(/[:=\t]/)
      if (this.isBlankBefore && !(this.isDoubleSpaced && this.lastProperty?.colon === colon))
        this.end()
      if (this.properties.has(name)) this.end()
      if (this.properties.size > 0 && !this.isBlankBefore) this.isDoubleSpaced = false
      this.isBlankBefore = false
      const value = (match[2] ?? '').trim()
      this.properties.set(name, value)
      this.lines.set(name, line)
      this.lastProperty = { name, indent: colon + 2, colon, hasBlank: /\s/.test(value) }
      return true
    }
    if (
      !this.lastProperty ||
      this.isBlankBefore ||
      text.trim() === '' ||
      !text.startsWith(' '.repeat(this.lastProperty.indent))
    )
      return false
    this.appendWrapped(this.lastProperty, text.trim())
    return true
  }

  /**
   * PowerShell wraps between words. A word longer than the line is wrapped at the end of the line.
   * The value so far is not searched again, as it may have many lines.
   */
  private appendWrapped(property: LastProperty, part: string): void {
    const before = this.properties.get(property.name) ?? ''
    this.properties.set(property.name, property.hasBlank ? `${before} ${part}` : before + part)
    property.hasBlank ||= /\s/.test(part)
  }

  /**
   * Ends the object, unless blank lines are between its properties. That is so in text that was
   * pasted with a blank line after each line; colons of one object are in one column.
   */
  skipBlankLine(): void {
    if (this.isBlankBefore || !this.isDoubleSpaced) this.end()
    else this.isBlankBefore = this.lastProperty !== undefined
  }

  end(): void {
    const line = this.lines.values().next().value
    if (line !== undefined) this.onObject({ line, properties: this.properties, lines: this.lines })
    this.properties = new Map()
    this.lines = new Map()
    this.lastProperty = undefined
    this.isBlankBefore = false
    this.isDoubleSpaced = true
  }
}
