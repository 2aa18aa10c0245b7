import { ownValue } from '../../model/defined.ts'
import type { DecodeBytes } from '../code-pages.ts'
import { TextLines } from './text-lines.ts'

// {\rtf1\ansi …
export const isRtf = (text: string): boolean => /^\s*\{\\rtf\d?/.test(text)

/** A control word, an escaped byte, a control symbol, a brace, a line end, or plain text. */
const TOKEN = /\\([a-z]+)(-?\d+)? ?|\\'([0-9a-f]{2})|\\([^a-z'])|([{}])|[\r\n]+|[^\\{}\r\n]+/gi
/** Groups whose text is not part of the document. */
const HIDDEN = new Set([
  'fonttbl',
  'colortbl',
  'stylesheet',
  'info',
  'pict',
  'object',
  'listtable',
  'themedata',
  'listoverridetable',
  'rsidtbl',
  'generator',
  'header',
  'footer',
  'fldinst',
  'datastore',
])
const LINE_ENDS = new Set(['par', 'line', 'row', 'sect', 'page'])
const CHARACTERS: Readonly<Record<string, string>> = {
  tab: '\t',
  cell: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  '~': '\u00a0',
  _: '-',
  '{': '{',
  '}': '}',
  '\\': '\\',
}

interface Group {
  readonly isHidden: boolean
  /** Number of plain characters that stand for one `\u`. */
  readonly fallbackLength: number
}

/**
 * Returns the text of an RTF document. `rtf` has one character for each byte. `decode` decodes its
 * escaped bytes.
 */
export function rtfToLines(rtf: string, decode: DecodeBytes): ReturnType<TextLines['result']> {
  const lines = new TextLines()
  const groups: Group[] = []
  let group: Group = { isHidden: false, fallbackLength: 1 }
  let line = 1
  let toSkip = 0
  let bytes: number[] = []
  const flush = () => {
    if (bytes.length > 0) lines.append(decodeAll(bytes, decode), line)
    bytes = []
  }
  for (const [token, word, number, hex, symbol, brace] of rtf.matchAll(TOKEN)) {
    if (hex !== undefined) {
      if (toSkip > 0) toSkip -= 1
      else if (!group.isHidden) bytes.push(Number.parseInt(hex, 16))
      continue
    }
    flush()
    if (brace === '{') groups.push(group)
    else if (brace === '}') group = groups.pop() ?? group
    else if (symbol === '*') group = { ...group, isHidden: true }
    else if (word === 'uc') group = { ...group, fallbackLength: Number(number ?? 1) }
    else if (word !== undefined && HIDDEN.has(word)) group = { ...group, isHidden: true }
    else if (!group.isHidden) {
      if (word === 'u') {
        lines.append(String.fromCharCode(Number(number) & 0xffff), line)
        toSkip = group.fallbackLength
      } else if (word !== undefined) {
        if (LINE_ENDS.has(word)) lines.endLine()
        else lines.append(ownValue(CHARACTERS, word) ?? '', line)
      } else if (symbol !== undefined) {
        if (/[\r\n]/.test(symbol)) lines.endLine()
        else lines.append(ownValue(CHARACTERS, symbol) ?? '', line)
      } else if (!/^[\r\n]/.test(token)) {
        lines.append(token.slice(Math.min(toSkip, token.length)), line)
        toSkip = Math.max(0, toSkip - token.length)
      }
    }
    line += token.split('\n').length - 1
  }
  flush()
  return lines.result()
}

const decodeAll = (bytes: readonly number[], decode: DecodeBytes): string =>
  decode(Uint8Array.from(bytes))
