import type { Rule } from '../../model/rule.ts'
import { paint, paintLines, sectionLines, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { joinLines, type TerminalText, type Text, terminal } from '../../terminal/terminal-text.ts'
import { remedyLines } from '../table/remedy-lines.ts'
import { severityText } from '../table/severity-text.ts'
import {
  EXPERIMENTAL_RULE,
  type RulePart,
  ruleSections,
  type ThresholdText,
} from './rule-sections.ts'

/** Formats the documentation of a rule for a terminal, as `explain` prints it. */
export function rulePage(rule: Rule, style: TextStyle): TerminalText {
  const { id, severity, status, title } = rule
  const lines: Text[] = [
    ...paintLines(style, 'bold', wrapText(title, style.width)),
    terminal`${severityText(severity, style)} · ${id}${status === 'trial' ? ' · experimental' : ''}`,
  ]
  if (status === 'trial') {
    const text = `Experimental: ${EXPERIMENTAL_RULE}. Please verify the findings.`
    lines.push(...wrapText(text, style.width, { indent: 2 }))
  }
  for (const section of ruleSections(rule)) {
    const body = section.parts.flatMap((part) => partLines(part, style))
    lines.push(...sectionLines(section.title, body, style))
  }
  return joinLines(lines)
}

function partLines(part: RulePart, style: TextStyle): Text[] {
  const listItem = (text: string) => wrapText(text, style.width, { indent: 4, marker: '• ' })
  switch (part.kind) {
    case 'text':
      return wrapText(part.text, style.width, { indent: 2 })
    case 'list':
      return part.items.flatMap(listItem)
    case 'thresholds':
      return part.thresholds.flatMap((threshold) => thresholdLines(threshold, style))
    case 'remedy':
      return remedyLines(part.steps, style, 2)
    case 'references':
      return part.references.flatMap(({ title, url }) => [
        ...listItem(title),
        terminal`    ${paint(style, 'underline', url)}`,
      ])
  }
}

const thresholdLines = (
  { name, value, why, origin, option }: ThresholdText,
  style: TextStyle,
): Text[] => [
  terminal`  ${paint(style, 'bold', `${name} = ${value}`)}`,
  ...wrapText(`${why} (${origin})`, style.width, { indent: 4 }),
  terminal`    To change it: ${paint(style, 'cyan', option)}`,
]
