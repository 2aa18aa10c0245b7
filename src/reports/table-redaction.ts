import { plural } from '../model/duration.ts'
import type { RedactionNote } from '../model/report.ts'
import { type Look, wrapped } from '../terminal/layout.ts'
import { shown } from './table-facts.ts'

/** What was replaced, and what may still be in it. */
export function redactionLines(note: RedactionNote | undefined, look: Look): string[] {
  if (note === undefined) return []
  const counts = Object.entries(note.replaced).map(([kind, times]) => `${shown(kind)} ${times}`)
  const total = Object.values(note.replaced).reduce((sum, times) => sum + times, 0)
  const lines = [
    `Names were replaced by tokens: ${counts.length === 0 ? 'none was found' : `${plural(total, 'token')} (${counts.join(', ')})`}`,
    note.timesShifted ? 'All times were moved by one secret offset' : 'Times are as they were',
    ...note.notCovered.map((text) => `Not covered: ${shown(text)}`),
  ]
  return lines.flatMap((text) => wrapped(text, look.width, { indent: 4, mark: '• ' }))
}
