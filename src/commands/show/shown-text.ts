import type { ShownPart } from '../../excerpts/read-citations.ts'
import { defined, present } from '../../model/defined.ts'
import { greatestOf } from '../../model/numbers/extremes.ts'
import { truncateText } from '../../model/text/printable.ts'
import { paint, type TextStyle } from '../../terminal/layout.ts'
import {
  joinLines,
  joinTexts,
  type TerminalText,
  type Text,
  terminal,
} from '../../terminal/terminal-text.ts'

/**
 * A longer line does not help a reader; JSON has more of it.
 * Limit: characters of a line that `show` prints.
 * Beyond: the line is cut.
 */
const MAX_LINE_CHARACTERS = 4000
const TAB_BLANKS = '    '

/** A citation with what is there. */
export interface ShownCitation {
  /** As it was typed. */
  readonly citation: string
  /** The citation as a report writes it. */
  readonly heading: string
  /** Path inside the case. */
  readonly path: string
  readonly format: string
  readonly parts: readonly ShownPart[]
  /** Why there are no lines. */
  readonly note?: string
}

/** Prints citations one below the other: a heading, then numbered lines, the cited one marked. */
export const shownText = (citations: readonly ShownCitation[], style: TextStyle): TerminalText =>
  joinTexts(
    citations.map((citation) => joinLines(citationLines(citation, style))),
    '\n',
  )

function citationLines({ heading, format, parts, note }: ShownCitation, style: TextStyle): Text[] {
  const title = terminal`${paint(style, 'bold', heading)}  ${paint(style, 'dim', format)}`
  const numbers = parts.map(({ line, record }) => String(record ?? line ?? ''))
  const width = greatestOf(numbers.map((number) => number.length)) ?? 0
  const lines = parts.map(({ text, isCited, isCut }, index) => {
    const shown = truncateText(text.replaceAll('\t', TAB_BLANKS), MAX_LINE_CHARACTERS)
    const number = `${isCited ? '>' : ' '} ${(numbers[index] ?? '').padStart(width)}`
    const rest = isCut && !shown.endsWith('…') ? '…' : ''
    return terminal`${paint(style, isCited ? 'bold' : 'dim', number)}  ${shown}${rest}`.trimEnd()
  })
  return [title, ...present([note]), ...lines]
}

/** The same for other programs. Texts are safe to print once their escapes are kept. */
export const toShownJson = (citations: readonly ShownCitation[], version: string): object => ({
  schemaVersion: 1,
  tool: { name: 'spoolscope', version },
  citations: citations.map(({ citation, path, format, parts, note }) => ({
    citation,
    path,
    format,
    ...defined({ note }),
    lines: parts.map(({ line, record, offset, text, isCited, isCut }) => ({
      ...defined({ line, record, offset }),
      text,
      cited: isCited,
      ...defined({ cut: isCut ? (true as const) : undefined }),
    })),
  })),
})
