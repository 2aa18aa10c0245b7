import stringWidth from 'string-width'
import type { Fact } from '../../model/fact.ts'
import { greatestOf } from '../../model/numbers/extremes.ts'
import { toPrintable, truncateText } from '../../model/text/printable.ts'
import { formatColumns } from '../../terminal/columns.ts'
import { paintLines, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { Text } from '../../terminal/terminal-text.ts'
import { appendSources } from './source-lines.ts'

/**
 * More does not help a reader; the JSON report has all.
 * Limit: characters of the label of a fact.
 * Beyond: it is cut.
 */
const MAX_LABEL_CHARACTERS = 80

/** Formats facts as two columns: the label, and the text with its sources. */
export function factLines(facts: Readonly<Record<string, Fact>>, style: TextStyle): Text[] {
  const entries = Object.values(facts).map((fact) => ({
    ...fact,
    label: toPrintable(truncateText(fact.label, MAX_LABEL_CHARACTERS)),
  }))
  if (entries.length === 0) return []
  const labelWidth = Math.min(
    greatestOf(entries.map(({ label }) => stringWidth(label))) ?? 0,
    Math.floor(style.width / 3),
  )
  const textWidth = style.width - labelWidth - 4
  const rows = entries.map(({ label, text, sources }) => {
    const labelLines = paintLines(style, 'bold', wrapText(label, labelWidth))
    const textLines = appendSources(wrapText(safeText(text), textWidth), sources, style, {
      width: textWidth,
      maxSources: 2,
    })
    return [labelLines, textLines]
  })
  return formatColumns(rows)
}
