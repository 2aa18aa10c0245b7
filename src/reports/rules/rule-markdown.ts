import { present } from '../../model/defined.ts'
import type { RemedyStep, Rule } from '../../model/rule.ts'
import { formatThreshold, type Threshold } from '../../model/threshold.ts'
import { ORIGIN_LABELS, setOptionExample } from './rule-page.ts'

/** A rule as its page in the documentation, Markdown. */
export function ruleMarkdown(rule: Rule): string {
  const {
    id,
    severity,
    status,
    title,
    why,
    looksAt,
    thresholds,
    falsePositives,
    remedy,
    references,
    evidence,
  } = rule
  const names = Object.entries(thresholds)
  const parts = present([
    `# ${safe(title)}`,
    `\`${id}\` · ${severity} · ${status === 'trial' ? '**on trial**: rests on facts that are inferred, not documented' : 'stable'}`,
    '<!-- Generated from the rule itself (npx vitest run test/docs.test.ts -u). Not edited by hand. -->',
    `## Why it matters\n\n${safe(why)}`,
    `## What it looks at\n\n${safe(looksAt)}`,
    `Evidence: ${Object.values(evidence)
      .map(({ name }) => name)
      .join(', ')}.`,
    `## Thresholds\n\n${names.length === 0 ? 'None.' : thresholdTable(id, names)}`,
    falsePositives.length === 0
      ? undefined
      : `## When it may be wrong\n\n${falsePositives.map((text) => `* ${safe(text)}`).join('\n')}`,
    `## What to do\n\n${remedy.map(step).join('\n\n')}`,
    references.length === 0
      ? undefined
      : `## References\n\n${references.map(({ title: name, url }) => `* [${safe(name)}](${url})`).join('\n')}`,
  ])
  return `${parts.join('\n\n')}\n`
}

function thresholdTable(id: string, names: readonly (readonly [string, Threshold])[]): string {
  const rows = names.map(
    ([name, limit]) =>
      `| \`${name}\` | ${safe(formatThreshold(limit))} | ${safe(limit.why)} | ${ORIGIN_LABELS[limit.origin]} | \`${setOptionExample(id, name, limit)}\` |`,
  )
  return [
    '| threshold | value | why | origin | to change it |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

function step({ do: what, commands = [], verify }: RemedyStep, index: number): string {
  const code =
    commands.length === 0
      ? []
      : [`   \`\`\`\n${commands.map((command) => `   ${command}`).join('\n')}\n   \`\`\``]
  return [`${index + 1}. ${safe(what)}`, ...code, `   Check: ${safe(verify)}`].join('\n\n')
}

/** Text as Markdown that shows just that text. What stands in backticks stays code. */
const safe = (text: string): string =>
  text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*_<[\]|]/g, '\\$&')))
    .join('')
