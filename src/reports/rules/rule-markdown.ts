import type { RemedyStep, Rule } from '../../model/rule.ts'
import {
  EXPERIMENTAL_RULE,
  type RulePart,
  ruleSections,
  type ThresholdText,
} from './rule-sections.ts'

const GENERATED =
  '<!-- Generated from the rule itself (npx vitest run test/docs.test.ts -u). Not edited by hand. -->'

/** Formats the documentation of a rule as its Markdown page in `docs/rules`. */
export function ruleMarkdown(rule: Rule): string {
  const { id, severity, status, title } = rule
  const statusText = status === 'trial' ? `**experimental**: ${EXPERIMENTAL_RULE}` : 'stable'
  const blocks = [
    `# ${escapeText(title)}`,
    `\`${id}\` · ${severity} · ${statusText}`,
    GENERATED,
    ...ruleSections(rule).flatMap((section) => [
      `## ${section.title}`,
      ...section.parts.map(block),
    ]),
  ]
  return `${blocks.join('\n\n')}\n`
}

function block(part: RulePart): string {
  switch (part.kind) {
    case 'text':
      return escapeText(part.text)
    case 'list':
      return part.items.map((item) => `* ${escapeText(item)}`).join('\n')
    case 'thresholds':
      return thresholdTable(part.thresholds)
    case 'remedy':
      return part.steps.map(numberedStep).join('\n\n')
    case 'references':
      return part.references.map(({ title, url }) => `* [${escapeText(title)}](${url})`).join('\n')
  }
}

function thresholdTable(thresholds: readonly ThresholdText[]): string {
  const rows = thresholds.map(({ name, value, why, origin, option }) => {
    const cells = [`\`${name}\``, escapeText(value), escapeText(why), origin, `\`${option}\``]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '| threshold | value | why | origin | to change it |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

function numberedStep(step: RemedyStep, index: number): string {
  const { do: action, commands = [], verify } = step
  const paragraphs = [`${index + 1}. ${escapeText(action)}`]
  if (commands.length > 0)
    paragraphs.push(['   ```', ...commands.map((line) => `   ${line}`), '   ```'].join('\n'))
  paragraphs.push(`   Check: ${escapeText(verify)}`)
  return paragraphs.join('\n\n')
}

/** Escapes everything that Markdown would interpret, except code in backticks. */
const escapeText = (text: string): string =>
  text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*_<[\]|]/g, '\\$&')))
    .join('')
