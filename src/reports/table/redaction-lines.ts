import { formatCount } from '../../model/duration.ts'
import type { RedactionNote } from '../../model/report.ts'
import { type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'

/** What was replaced, and what may still be in it. */
export function redactionLines(note: RedactionNote | undefined, look: TextStyle): string[] {
  if (note === undefined) return []
  const counts = Object.entries(note.replaced).map(([kind, times]) => `${safeText(kind)} ${times}`)
  const total = Object.values(note.replaced).reduce((sum, times) => sum + times, 0)
  const lines = [
    `Names were replaced by tokens: ${counts.length === 0 ? 'none was found' : `${formatCount(total, 'token')} (${counts.join(', ')})`}`,
    note.timesShifted ? 'All times were moved by one secret offset' : 'Times are as they were',
    ...note.notCovered.map((text) => `Not covered: ${safeText(text)}`),
  ]
  return lines.flatMap((text) => wrapText(text, look.width, { indent: 4, marker: '• ' }))
}
