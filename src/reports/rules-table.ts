import { plural } from '../model/duration.ts'
import type { Rule } from '../model/rule.ts'
import { grid } from '../terminal/grid.ts'
import { type Look, paint, wrapped } from '../terminal/layout.ts'
import { severityText } from './severity.ts'

/** The rules as a table; in a narrow terminal the title stands below the id. */
export function rulesTable(rules: readonly Rule[], look: Look): string {
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
        [name, ...wrapped(title, look.width - 21)].join('\n'),
      ]
    return [name, severityText(severity, look), trial, wrapped(title, titleWidth).join('\n')]
  })
  const head = narrow
    ? ['Severity', 'Status', 'Rule']
    : ['Rule', 'Severity', 'Status', 'Flagged when this is true']
  const lines = grid(rows, { head: head.map((title) => paint(look, 'dim', title)) })
  const foot = `${plural(rules.length, 'rule')}. All about one: spoolscope explain <rule>. On trial: rests on facts that are inferred.`
  return `${[...lines, '', ...wrapped(foot, look.width, { indent: 2 })].join('\n')}\n`
}
