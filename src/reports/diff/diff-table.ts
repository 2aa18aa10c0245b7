import stringWidth from 'string-width'
import { present } from '../../model/defined.ts'
import type { ReportDiff } from '../../model/report-diff.ts'
import { toPrintable } from '../../model/text/printable.ts'
import {
  paint,
  paintLines,
  type TextAttribute,
  type TextStyle,
  wrapText,
} from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { joinLines, type TerminalText, type Text, terminal } from '../../terminal/terminal-text.ts'
import { DIFF_KIND_LABELS, type DiffRow, diffRows, diffTimeText } from './diff-rows.ts'

const MARKS: Readonly<Record<DiffRow['kind'], readonly [mark: string, color: TextAttribute]>> = {
  'cause-gone': ['✓', 'green'],
  'cause-came': ['✗', 'red'],
  'cause-superseded': ['~', 'cyan'],
  'cause-unknown': ['?', 'yellow'],
  certainty: ['~', 'cyan'],
  cleared: ['✓', 'green'],
  new: ['✗', 'red'],
  persists: ['!', 'yellow'],
  unknown: ['?', 'yellow'],
  'not-checked': ['?', 'yellow'],
  fact: ['~', 'cyan'],
  caution: ['!', 'yellow'],
}

/** Formats the comparison of two reports for a terminal. Their text is made printable. */
export function diffTable({ tool, case: diff }: ReportDiff, style: TextStyle): TerminalText {
  const { before, after, headline, verdicts } = diff
  const title = present([
    `${tool.name} ${tool.version}`,
    `${safeText(before.id)} → ${safeText(after.id)}`,
    diffTimeText(before, after),
  ]).join(' · ')
  const rows = diffRows(diff)
  const labelWidth = Math.max(0, ...rows.map(({ kind }) => stringWidth(labelOf(kind))))
  const lines = [
    ...paintLines(style, 'dim', wrapText(title, style.width)),
    ...paintLines(
      style,
      verdicts.appeared.length > 0 ? ['bold', 'red'] : 'bold',
      wrapText(toPrintable(headline), style.width),
    ),
    ...rows.flatMap((row) => rowLines(row, labelWidth, style)),
  ]
  return joinLines(lines)
}

const labelOf = (kind: DiffRow['kind']): string => `${MARKS[kind][0]} ${DIFF_KIND_LABELS[kind]}`

function rowLines({ kind, subject, text }: DiffRow, labelWidth: number, style: TextStyle): Text[] {
  const prefix = subject === '' ? '' : `${safeText(subject)}: `
  const [first = '', ...rest] = wrapText(`${prefix}${safeText(text)}`, style.width, {
    indent: labelWidth + 4,
  })
  const label = labelOf(kind)
  const padding = ' '.repeat(labelWidth - stringWidth(label))
  return [
    terminal`  ${paint(style, MARKS[kind][1], label)}${padding}  ${first.trimStart()}`,
    ...rest,
  ]
}
