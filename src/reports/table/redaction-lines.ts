import { formatCount } from '../../model/duration.ts'
import type { RedactionNote } from '../../model/report.ts'
import { type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { Text } from '../../terminal/terminal-text.ts'

/** Says what redaction replaced, and what may still be in the report. */
export function redactionLines(note: RedactionNote | undefined, style: TextStyle): Text[] {
  if (note === undefined) return []
  const counts = Object.entries(note.replaced).map(([kind, count]) => `${safeText(kind)} ${count}`)
  const total = Object.values(note.replaced).reduce((sum, count) => sum + count, 0)
  const replaced =
    counts.length === 0 ? 'none found' : `${formatCount(total, 'token')} (${counts.join(', ')})`
  const texts = [
    `Names replaced by tokens: ${replaced}`,
    note.timesShifted ? 'All times were shifted by one secret offset' : 'Times are unchanged',
    ...note.notCovered.map((text) => `Not covered: ${safeText(text)}`),
  ]
  return texts.flatMap((text) => wrapText(text, style.width, { indent: 4, marker: '• ' }))
}
