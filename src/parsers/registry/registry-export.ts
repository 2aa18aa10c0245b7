import type { ParseContext, Parser, Reading } from '../../model/parser.ts'
import { eachLine } from '../shared/lines.ts'
import { registryValue } from './registry-data.ts'

/** Windows Registry Editor Version 5.00 · REGEDIT4 */
const FIRST_LINE = /^\s*(?:Windows Registry Editor Version 5\.00|REGEDIT4)[ \t]*(?:\r?\n|$)/
/** [HKEY_CURRENT_USER\Software\Microsoft\Office\16.0\Lync] */
const KEY = /^\[(-?)(HK[A-Z_]{1,20}(?:\\.{0,2000})?)\]\s*$/i
/** Longer values are of no interest here and would only be held in memory. */
const LONGEST_VALUE = 64 * 1024

/** What Registry Editor and `reg export` write. */
export const registryExport: Parser = {
  format: 'registry-export',
  title: 'registry export (.reg)',
  log: false,
  recognise: ({ text }) => (FIRST_LINE.test(text) ? {} : undefined),
  open: (context) => new RegistryReading(context),
}

interface Pending {
  readonly line: number
  /** A string goes on until its closing quote, hex as long as lines end in a backslash. */
  readonly kind: 'string' | 'hex'
  readonly parts: string[]
  length: number
}

class RegistryReading implements Reading {
  private key: string | undefined
  private line = 0
  private ansi = false
  private pending: Pending | undefined
  private readonly context: ParseContext

  constructor(context: ParseContext) {
    this.context = context
  }

  read(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    const stop = eachLine(bytes, from, to, final, (start, end) => {
      this.line += 1
      this.take(this.context.decode(bytes, start, end))
    })
    if (final) this.cutOff()
    return stop
  }

  private take(text: string): void {
    if (this.line === 1) this.ansi = text.trim() === 'REGEDIT4'
    const key = KEY.exec(text)
    if (key) {
      this.cutOff()
      this.key = key[1] === '-' ? undefined : fullKey(key[2] ?? '')
      return
    }
    if (this.pending) {
      this.goOn(this.pending, text)
      return
    }
    if (!/^(?:"|@\s{0,4}=)/.test(text)) return
    const kind = isOpenString(text) ? 'string' : isOpenHex(text) ? 'hex' : undefined
    if (kind) this.pending = { line: this.line, kind, parts: [text], length: text.length }
    else this.value(text, this.line)
  }

  private goOn(pending: Pending, text: string): void {
    pending.length += text.length
    if (pending.length <= LONGEST_VALUE) pending.parts.push(text)
    const open = pending.kind === 'string' ? !closesString(text) : text.trimEnd().endsWith('\\')
    if (open) return
    this.pending = undefined
    const { kind, parts, line } = pending
    if (pending.length > LONGEST_VALUE)
      this.context.tally.note(
        `Values longer than ${LONGEST_VALUE >> 10} KiB were passed over, the first in line ${line}`,
      )
    else
      this.value(
        kind === 'string'
          ? parts.join('\n')
          : parts.map((part) => part.trim().replace(/\\$/, '')).join(''),
        line,
      )
  }

  private value(text: string, line: number): void {
    if (this.key === undefined) return
    const { tally, path } = this.context
    const value = registryValue(text, this.ansi)
    if (value === 'damaged') tally.lost({ line, reason: 'a value that cannot be read' })
    if (value === 'damaged' || value === undefined) return
    tally.records += 1
    this.context.emit({ kind: 'registry-value', key: this.key, ...value, source: { path, line } })
  }

  private cutOff(): void {
    if (this.pending)
      this.context.tally.lost({ line: this.pending.line, reason: 'a value without its end' })
    this.pending = undefined
  }
}

/** "Path"=hex(2):25,00,\ */
const isOpenHex = (text: string): boolean =>
  /=\s{0,4}hex(?:\([0-9a-f]{1,8}\))?:[0-9a-f,\s]*\\\s*$/i.test(text)

/** "Name"="a string whose closing quote stands on a later line */
function isOpenString(text: string): boolean {
  const start = /^(?:@|"(?:[^"\\]|\\.){0,1000}")\s{0,4}=\s{0,4}"/.exec(text)
  return start !== null && !closesString(text.slice(start[0].length))
}

/** Whether a quote stands in it that is not escaped. */
function closesString(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return true
  }
  return false
}

const ROOTS: Readonly<Record<string, string>> = {
  HKCU: 'HKEY_CURRENT_USER',
  HKLM: 'HKEY_LOCAL_MACHINE',
  HKCR: 'HKEY_CLASSES_ROOT',
  HKU: 'HKEY_USERS',
}

function fullKey(text: string): string {
  const root = text.split('\\', 1)[0] ?? ''
  const full = ROOTS[root.toUpperCase()]
  return full === undefined ? text : full + text.slice(root.length)
}
