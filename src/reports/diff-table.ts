import stringWidth from 'string-width'
import { durationText } from '../model/duration.ts'
import { momentText } from '../model/moment.ts'
import { printable } from '../model/printable.ts'
import type { CaseSide, ReportDiff } from '../model/report-diff.ts'
import { type Look, paint, type Style, wrapped } from '../terminal/layout.ts'
import { type DiffRow, diffRows } from './diff-rows.ts'
import { shown } from './table-facts.ts'

export const DIFF_MARKS: Readonly<
  Record<DiffRow['kind'], readonly [mark: string, word: string, style: Style]>
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
  look: Look,
): string {
  const title = [
    `${tool.name} ${tool.version}`,
    `${shown(before.id)} → ${shown(after.id)}`,
    ...whenText(before, after),
  ].join(' · ')
  const style: Style | Style[] = rest.verdicts.appeared.length > 0 ? ['bold', 'red'] : 'bold'
  const rows = diffRows({ before, after, headline, ...rest })
  const room = Math.max(0, ...rows.map(({ kind }) => stringWidth(headOf(kind))))
  const lines = [
    ...wrapped(title, look.width).map((line) => paint(look, 'dim', line)),
    ...wrapped(printable(headline), look.width).map((line) => paint(look, style, line)),
    ...rows.flatMap((row) => rowLines(row, room, look)),
  ]
  return `${lines.join('\n')}\n`
}

/** `2016-09-27 08:31:00 UTC, 7 d later` */
export function whenText(before: CaseSide, after: CaseSide): string[] {
  if (after.asOf === null) return []
  const at = Date.parse(after.asOf)
  if (before.asOf === null) return [momentText(at)]
  const later = at - Date.parse(before.asOf)
  const distance =
    later === 0
      ? 'the same moment'
      : `${durationText(Math.abs(later))} ${later > 0 ? 'later' : 'earlier'}`
  return [`${momentText(at)}, ${distance}`]
}

const headOf = (kind: DiffRow['kind']): string => `${DIFF_MARKS[kind][0]} ${DIFF_MARKS[kind][1]}`

function rowLines({ kind, subject, text }: DiffRow, room: number, look: Look): string[] {
  const name = subject === '' ? '' : `${shown(subject)}: `
  const [first = '', ...rest] = wrapped(`${name}${shown(text)}`, look.width, { indent: room + 4 })
  const head = headOf(kind)
  return [
    `  ${paint(look, DIFF_MARKS[kind][2], head)}${' '.repeat(room - stringWidth(head))}  ${first.trimStart()}`,
    ...rest,
  ]
}
