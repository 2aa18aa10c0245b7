import type { ParseContext, Parser, ParseSession } from '../../model/parser.ts'
import { forEachLine } from '../shared/for-each-line.ts'
import { headLines } from '../shared/head-lines.ts'
import { parseRegistryValue } from './registry-data.ts'
import { emitRegistryValue, expandRootKey } from './registry-key.ts'

/** Windows Registry Editor Version 5.00 · REGEDIT4 */
const FIRST_LINE = /^\s*(?:Windows Registry Editor Version 5\.00|REGEDIT4)[ \t]*(?:\r?\n|$)/
/** [HKEY_CURRENT_USER\Software\Microsoft\Office\16.0\Lync] */
const KEY = /^\[(-?)(HK[A-Z_]{1,20}(?:\\.{0,2000})?)\]\s*$/i
/**
 * No evidence needs longer ones.
 * Limit: characters of a registry value with its name.
 * Beyond: it is skipped; the report says so.
 */
const MAX_VALUE_CHARACTERS = 64 * 1024
/** Longer than any line with a value that is not skipped. */
const MAX_LINE_BYTES = 4 * MAX_VALUE_CHARACTERS

/** "EnableTracing"=dword:00000001 · @="default" */
const VALUE = /^(?:"(?:[^"\\]|\\.){0,1000}"|@)\s{0,4}=/
/** A comment, or a fence around a block in Markdown. */
const IGNORED_LINE = /^(?:;|`{3,}[\w-]*\s*$|\s*$)/

/** Files that Registry Editor and `reg export` write, and keys pasted from them. */
export const registryExport: Parser = {
  format: 'registry-export',
  title: 'registry export (.reg)',
  isLog: false,
  recognise: (head) =>
    FIRST_LINE.test(head.text) || containsKeyWithValue(headLines(head)) ? {} : undefined,
  open: (context) => new RegistryReading(context),
}

/** Whether a key with a value directly below it is in the lines. Such a paste has no first line. */
const containsKeyWithValue = (lines: readonly string[]): boolean =>
  lines.some(
    (line, index) =>
      line.includes('[HK') && KEY.test(line.trim()) && VALUE.test(nextText(lines, index)),
  )

/** The next line that is not blank, in its plain form. */
const nextText = (lines: readonly string[], index: number): string =>
  toPlainText(lines.slice(index + 1, index + 4).find((line) => line.trim() !== '') ?? '')

/** A line without the indent of a pasted block and the quotes of a word processor. */
const toPlainText = (line: string): string => {
  const text = line.trimStart()
  return /^[“”]/.test(text) ? text.replace(/[“”]/g, '"') : text
}

const [LF, CR] = [10, 13]

interface OpenValue {
  readonly line: number
  /** A string continues until its closing quote, hex data while lines end with a backslash. */
  readonly kind: 'string' | 'hex'
  readonly parts: string[]
  length: number
}

class RegistryReading implements ParseSession {
  private key: string | undefined
  /** Whether the file deletes the key, so that its values are left out. */
  private isDeletedKey = false
  private line = 0
  private ansi = false
  private openValue: OpenValue | undefined
  private hasSkippedValue = false
  /** The beginning of a line that is too long was consumed, but not its end. */
  private isInLongLine = false
  private readonly context: ParseContext

  constructor(context: ParseContext) {
    this.context = context
  }

  read(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    const begin = this.isInLongLine ? findLineEnd(bytes, from, to) : from
    if (begin === to && this.isInLongLine) {
      if (final) {
        this.line += 1
        this.skipLongLine()
        this.reportOpenValue()
      }
      return to
    }
    let stop = forEachLine(bytes, begin, to, final, (start, end) => {
      this.line += 1
      if (this.isInLongLine || end - start > MAX_LINE_BYTES) this.skipLongLine()
      else this.readLine(this.context.decode(bytes, start, end))
      this.isInLongLine = false
    })
    if (!final && to - stop > MAX_LINE_BYTES) {
      this.isInLongLine = true
      stop = to
    }
    if (final) this.reportOpenValue()
    return stop
  }

  /** A line that is a value by itself, or continues one that is too long with it. */
  private skipLongLine(): void {
    const line = this.openValue?.line ?? this.line
    this.openValue = undefined
    this.noteSkipped(line)
  }

  private noteSkipped(line: number): void {
    const { tally } = this.context
    if (this.hasSkippedValue) return
    this.hasSkippedValue = true
    tally.addNote(
      `Values longer than ${MAX_VALUE_CHARACTERS >> 10} KiB were skipped, ` +
        `the first in line ${tally.inputLine(line)}`,
    )
  }

  private readLine(line: string): void {
    if (this.openValue && !KEY.test(line)) {
      this.continueValue(this.openValue, line)
      return
    }
    const text = toPlainText(line)
    const key = KEY.exec(text)
    if (key) {
      this.reportOpenValue()
      this.isDeletedKey = key[1] === '-'
      this.key = this.isDeletedKey ? undefined : expandRootKey(key[2] ?? '')
    } else if (VALUE.test(text)) this.readValue(text)
    else if (FIRST_LINE.test(text)) this.ansi = text.startsWith('REGEDIT4')
    else if (/^["@]/.test(text) && this.key !== undefined)
      this.context.tally.addDamage({ line: this.line, reason: 'a value that cannot be read' })
    else if (!IGNORED_LINE.test(text)) this.context.tally.addUnreadLine(this.line)
  }

  private readValue(text: string): void {
    const kind = isOpenString(text) ? 'string' : isOpenHex(text) ? 'hex' : undefined
    if (kind) this.openValue = { line: this.line, kind, parts: [text], length: text.length }
    else if (text.length > MAX_VALUE_CHARACTERS) this.noteSkipped(this.line)
    else this.emitValue(text, this.line)
  }

  private continueValue(openValue: OpenValue, text: string): void {
    openValue.length += text.length
    if (openValue.length <= MAX_VALUE_CHARACTERS) openValue.parts.push(text)
    const isOpen = openValue.kind === 'string' ? !closesString(text) : text.trimEnd().endsWith('\\')
    if (isOpen) return
    this.openValue = undefined
    const { kind, parts, line } = openValue
    if (openValue.length > MAX_VALUE_CHARACTERS) this.noteSkipped(line)
    else
      this.emitValue(
        kind === 'string'
          ? parts.join('\n')
          : parts.map((part) => part.trim().replace(/\\$/, '')).join(''),
        line,
      )
  }

  private emitValue(text: string, line: number): void {
    const { tally } = this.context
    if (this.key === undefined) {
      if (!this.isDeletedKey) tally.addDamage({ line, reason: 'a value without its key' })
      return
    }
    const value = parseRegistryValue(text, this.ansi)
    if (value === 'damaged') tally.addDamage({ line, reason: 'a value that cannot be read' })
    if (value === 'damaged' || value === undefined) return
    emitRegistryValue({ key: this.key, line }, value, this.context)
  }

  /** Reports a value that was not finished. */
  private reportOpenValue(): void {
    if (this.openValue)
      this.context.tally.addDamage({ line: this.openValue.line, reason: 'a value without its end' })
    this.openValue = undefined
  }
}

/** Position of the next CR or LF, or `to`. */
function findLineEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && bytes[at] !== CR && bytes[at] !== LF) at += 1
  return at
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
