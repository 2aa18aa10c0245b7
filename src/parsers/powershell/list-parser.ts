import type { ShownObject } from './powershell-output.ts'

/** EnableOfflineIm              : True */
const PROPERTY = /^([\p{L}_][\p{L}\p{N}_.-]{0,80}) *: ?(.*)$/u

/**
 * Parses Format-List output line by line. An object ends at a blank line, at a name that occurs
 * again, or at `end`. A wrapped value continues in lines that are indented to its column.
 */
export class ListParser {
  private properties = new Map<string, string>()
  private lines = new Map<string, number>()
  private lastProperty: { readonly name: string; readonly indent: number } | undefined
  private readonly onObject: (object: ShownObject) => void

  constructor(onObject: (object: ShownObject) => void) {
    this.onObject = onObject
  }

  /** Returns whether the line belongs to a list. */
  readLine(text: string, line: number): boolean {
    const match = text.includes(':') ? PROPERTY.exec(text) : null
    if (match) {
      const name = (match[1] ?? '').toLowerCase()
      if (this.properties.has(name)) this.end()
      this.properties.set(name, (match[2] ?? '').trim())
      this.lines.set(name, line)
      this.lastProperty = { name, indent: text.indexOf(':') + 2 }
      return true
    }
    if (
      !this.lastProperty ||
      text.trim() === '' ||
      !text.startsWith(' '.repeat(this.lastProperty.indent))
    )
      return false
    const before = this.properties.get(this.lastProperty.name) ?? ''
    this.properties.set(this.lastProperty.name, joinWrapped(before, text.trim()))
    return true
  }

  end(): void {
    const line = this.lines.values().next().value
    if (line !== undefined) this.onObject({ line, properties: this.properties, lines: this.lines })
    this.properties = new Map()
    this.lines = new Map()
    this.lastProperty = undefined
  }
}

/**
 * PowerShell wraps between words. A word longer than the line is wrapped at the end of the line.
 */
const joinWrapped = (before: string, after: string): string =>
  before === '' || !/\s/.test(before) ? before + after : `${before} ${after}`
