import stringWidth from 'string-width'
import { formatDuration } from '../../model/duration.ts'
import { formatMoment } from '../../model/moment.ts'
import { toPrintable } from '../../model/printable.ts'
import type { CaseSide, ReportDiff } from '../../model/report-diff.ts'
import { paint, type TextAttribute, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { type DiffRow, diffRows } from './diff-rows.ts'

export const DIFF_LABELS: Readonly<
  Record<DiffRow['kind'], readonly [mark: string, word: string, style: TextAttribute]>
> = {
  cleared: ['✓', 'cleared', 'green'],
  new: ['✗', 'new', 'red'],
  persists: ['!', 'persists', 'yellow'],
  unknown: ['?', 'unknown', 'yellow'],
  'not-checked': ['?', 'not checked', 'yellow'],
  fact: ['~', 'changed', 'cyan'],
  caution: ['!', 'mind', 'yellow'],
}

/**
 * The difference in a few lines, as they go into a ticket. What comes from the reports is made
 * printable.
 */
export function diffTable(
  { tool, case: { before, after, headline, ...rest } }: ReportDiff,
  look: TextStyle,
): string {
  const title = [
    `${tool.name} ${tool.version}`,
    `${safeText(before.id)} → ${safeText(after.id)}`,
    ...asOfTexts(before, after),
  ].join(' · ')
  const style: TextAttribute | TextAttribute[] =
    rest.verdicts.appeared.length > 0 ? ['bold', 'red'] : 'bold'
  const rows = diffRows({ before, after, headline, ...rest })
  const room = Math.max(0, ...rows.map(({ kind }) => stringWidth(headOf(kind))))
  const lines = [
    ...wrapText(title, look.width).map((line) => paint(look, 'dim', line)),
    ...wrapText(toPrintable(headline), look.width).map((line) => paint(look, style, line)),
    ...rows.flatMap((row) => rowLines(row, room, look)),
  ]
  return `${lines.join('\n')}\n`
}

/** `2016-09-27 08:31:00 UTC, 7 d later` */
export function asOfTexts(before: CaseSide, after: CaseSide): string[] {
  if (after.asOf === null) return []
  const at = Date.parse(after.asOf)
  if (before.asOf === null) return [formatMoment(at)]
  const later = at - Date.parse(before.asOf)
  const distance =
    later === 0
      ? 'the same moment'
      : `${formatDuration(Math.abs(later))} ${later > 0 ? 'later' : 'earlier'}`
  return [`${formatMoment(at)}, ${distance}`]
}

const headOf = (kind: DiffRow['kind']): string => `${DIFF_LABELS[kind][0]} ${DIFF_LABELS[kind][1]}`

function rowLines({ kind, subject, text }: DiffRow, room: number, look: TextStyle): string[] {
  const name = subject === '' ? '' : `${safeText(subject)}: `
  const [first = '', ...rest] = wrapText(`${name}${safeText(text)}`, look.width, {
    indent: room + 4,
  })
  const head = headOf(kind)
  return [
    `  ${paint(look, DIFF_LABELS[kind][2], head)}${' '.repeat(room - stringWidth(head))}  ${first.trimStart()}`,
    ...rest,
  ]
}
