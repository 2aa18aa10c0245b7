import type { ParseContext, Parser, ParseSession } from '../../model/parser.ts'
import { forEachLine } from '../shared/for-each-line.ts'
import { parseRegistryValue } from './registry-data.ts'

/** Windows Registry Editor Version 5.00 · REGEDIT4 */
const FIRST_LINE = /^\s*(?:Windows Registry Editor Version 5\.00|REGEDIT4)[ \t]*(?:\r?\n|$)/
/** [HKEY_CURRENT_USER\Software\Microsoft\Office\16.0\Lync] */
const KEY = /^\[(-?)(HK[A-Z_]{1,20}(?:\\.{0,2000})?)\]\s*$/i
/** Longer values are skipped: no evidence needs them. */
const MAX_VALUE_CHARACTERS = 64 * 1024

/** Files that Registry Editor and `reg export` write. */
export const registryExport: Parser = {
  format: 'registry-export',
  title: 'registry export (.reg)',
  isLog: false,
  recognise: ({ text }) => (FIRST_LINE.test(text) ? {} : undefined),
  open: (context) => new RegistryReading(context),
}

interface OpenValue {
  readonly line: number
  /** A string continues until its closing quote, hex data while lines end with a backslash. */
  readonly kind: 'string' | 'hex'
  readonly parts: string[]
  length: number
}

class RegistryReading implements ParseSession {
  private key: string | undefined
  private line = 0
  private ansi = false
  private openValue: OpenValue | undefined
  private readonly context: ParseContext

  constructor(context: ParseContext) {
    this.context = context
  }

  read(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    const stop = forEachLine(bytes, from, to, final, (start, end) => {
      this.line += 1
      this.readLine(this.context.decode(bytes, start, end))
    })
    if (final) this.reportOpenValue()
    return stop
  }

  private readLine(text: string): void {
    if (this.line === 1) this.ansi = text.trim() === 'REGEDIT4'
    const key = KEY.exec(text)
    if (key) {
      this.reportOpenValue()
      this.key = key[1] === '-' ? undefined : expandRootKey(key[2] ?? '')
      return
    }
    if (this.openValue) {
      this.continueValue(this.openValue, text)
      return
    }
    if (!/^(?:"|@\s{0,4}=)/.test(text)) return
    const kind = isOpenString(text) ? 'string' : isOpenHex(text) ? 'hex' : undefined
    if (kind) this.openValue = { line: this.line, kind, parts: [text], length: text.length }
    else this.emitValue(text, this.line)
  }

  private continueValue(openValue: OpenValue, text: string): void {
    openValue.length += text.length
    if (openValue.length <= MAX_VALUE_CHARACTERS) openValue.parts.push(text)
    const isOpen = openValue.kind === 'string' ? !closesString(text) : text.trimEnd().endsWith('\\')
    if (isOpen) return
    this.openValue = undefined
    const { kind, parts, line } = openValue
    if (openValue.length > MAX_VALUE_CHARACTERS)
      this.context.tally.addNote(
        `Values longer than ${MAX_VALUE_CHARACTERS >> 10} KiB were skipped, ` +
          `the first in line ${line}`,
      )
    else
      this.emitValue(
        kind === 'string'
          ? parts.join('\n')
          : parts.map((part) => part.trim().replace(/\\$/, '')).join(''),
        line,
      )
  }

  private emitValue(text: string, line: number): void {
    if (this.key === undefined) return
    const { tally, path } = this.context
    const value = parseRegistryValue(text, this.ansi)
    if (value === 'damaged') tally.addDamage({ line, reason: 'a value that cannot be read' })
    if (value === 'damaged' || value === undefined) return
    tally.records += 1
    this.context.emit({ kind: 'registry-value', key: this.key, ...value, source: { path, line } })
  }

  /** Reports a value that was not finished. */
  private reportOpenValue(): void {
    if (this.openValue)
      this.context.tally.addDamage({ line: this.openValue.line, reason: 'a value without its end' })
    this.openValue = undefined
  }
}

/** "Path"=hex(2):25,00,\ */
const isOpenHex = (text: string): boolean =>
  /=\s{0,4}hex(?:\([0-9a-f]{1,8}\))?:[0-9a-f,\s]*\\\s*$/i.test(text)

/** "Name"="a string whose closing quote is on a later line" */
function isOpenString(text: string): boolean {
  const start = /^(?:@|"(?:[^"\\]|\\.){0,1000}")\s{0,4}=\s{0,4}"/.exec(text)
  return start !== null && !closesString(text.slice(start[0].length))
}

/** Whether the text contains a quote that is not escaped. */
function closesString(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return true
  }
  return false
}

const ROOT_KEYS: Readonly<Record<string, string>> = {
  HKCU: 'HKEY_CURRENT_USER',
  HKLM: 'HKEY_LOCAL_MACHINE',
  HKCR: 'HKEY_CLASSES_ROOT',
  HKU: 'HKEY_USERS',
}

function expandRootKey(text: string): string {
  const root = text.split('\\', 1)[0] ?? ''
  const full = ROOT_KEYS[root.toUpperCase()]
  return full === undefined ? text : full + text.slice(root.length)
}
