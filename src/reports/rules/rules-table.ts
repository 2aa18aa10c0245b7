import { formatCount } from '../../model/duration.ts'
import type { Rule } from '../../model/rule.ts'
import { formatColumns } from '../../terminal/columns.ts'
import { paint, paintLines, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { joinLines, type TerminalText } from '../../terminal/terminal-text.ts'
import { severityText } from '../table/severity-text.ts'

/** Below this width, titles move from their own column to below the id. */
const MIN_TITLE_WIDTH = 24

/** Formats the list of rules as a table for a terminal. */
export function rulesTable(rules: readonly Rule[], style: TextStyle): TerminalText {
  const idWidth = Math.max(...rules.map(({ id }) => id.length))
  const titleWidth = style.width - idWidth - 9 - 12 - 8
  const isNarrow = titleWidth < MIN_TITLE_WIDTH
  const rows = rules.map(({ id, severity, status, title }) => {
    const name = paint(style, 'bold', id)
    const severityCell = severityText(severity, style)
    const statusCell = status === 'trial' ? paint(style, 'yellow', 'experimental') : status
    if (isNarrow) {
      const nameCell = [name, ...wrapText(title, style.width - 27)]
      return [severityCell, statusCell, nameCell]
    }
    return [name, severityCell, statusCell, wrapText(title, titleWidth)]
  })
  const header = isNarrow
    ? ['Severity', 'Status', 'Rule']
    : ['Rule', 'Severity', 'Status', 'Flagged when this is true']
  const note =
    `${formatCount(rules.length, 'rule')}. Details of a rule: spoolscope explain <rule>. ` +
    'Experimental rules are based on inference.'
  return joinLines([
    ...formatColumns(rows, { header: paintLines(style, 'dim', header) }),
    '',
    ...wrapText(note, style.width, { indent: 2 }),
  ])
}
