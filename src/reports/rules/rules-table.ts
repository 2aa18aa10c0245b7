import { formatCount } from '../../model/duration.ts'
import type { Rule } from '../../model/rule.ts'
import { formatColumns } from '../../terminal/columns.ts'
import { paint, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { severityText } from '../table/severity-text.ts'

/** The rules as a table; in a narrow terminal the title stands below the id. */
export function rulesTable(rules: readonly Rule[], look: TextStyle): string {
  const idWidth = Math.max(...rules.map(({ id }) => id.length))
  const titleWidth = look.width - idWidth - 9 - 6 - 8
  const narrow = titleWidth < 24
  const rows = rules.map(({ id, severity, status, title }) => {
    const trial = status === 'trial' ? paint(look, 'yellow', status) : status
    const name = paint(look, 'bold', id)
    if (narrow)
      return [
        severityText(severity, look),
        trial,
        [name, ...wrapText(title, look.width - 21)].join('\n'),
      ]
    return [name, severityText(severity, look), trial, wrapText(title, titleWidth).join('\n')]
  })
  const head = narrow
    ? ['Severity', 'Status', 'Rule']
    : ['Rule', 'Severity', 'Status', 'Flagged when this is true']
  const lines = formatColumns(rows, { header: head.map((title) => paint(look, 'dim', title)) })
  const foot = `${formatCount(rules.length, 'rule')}. All about one: spoolscope explain <rule>. On trial: rests on facts that are inferred.`
  return `${[...lines, '', ...wrapText(foot, look.width, { indent: 2 })].join('\n')}\n`
}
