import { findEvidenceGaps } from '../../model/evidence-gaps.ts'
import type { Verdict } from '../../model/report.ts'
import { paint, paintLines, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { type Text, terminal } from '../../terminal/terminal-text.ts'
import { commandLines } from './command-lines.ts'

interface Instruction {
  readonly how: string
  readonly commands: readonly string[]
}

interface MissingItem {
  /** The missing evidence. */
  readonly title: string
  /** Ways to get it. */
  readonly instructions: readonly Instruction[]
  /** Ids of the rules that could not be checked without it. */
  readonly rules: readonly string[]
}

/** Lists the missing evidence of one case, with the way to get it and the rules that need it. */
export const missingLines = (verdicts: readonly Verdict[], style: TextStyle): Text[] =>
  missingItemLines(
    findEvidenceGaps(verdicts).map(({ evidence, instructions, rules }) => ({
      title: evidence,
      instructions: [...instructions].map(([how, commands]) => ({ how, commands: [...commands] })),
      rules,
    })),
    style,
  )

/** Lists missing evidence. A command that several items need is printed only once. */
export function missingItemLines(items: readonly MissingItem[], style: TextStyle): Text[] {
  const printedCommands = new Set<string>()
  return items.flatMap(({ title, instructions, rules }) => {
    const [first = '', ...rest] = wrapText(safeText(title), style.width, { indent: 4 })
    const needs = `for ${rules.map(safeText).join(', ')}`
    return [
      terminal`  ${paint(style, 'yellow', '?')} ${paint(style, 'bold', first.trimStart())}`,
      ...paintLines(style, 'bold', rest),
      ...instructions.flatMap((instruction) =>
        instructionLines(instruction, style, printedCommands),
      ),
      ...paintLines(style, 'dim', wrapText(needs, style.width, { indent: 4 })),
    ]
  })
}

/** The lines of one instruction. Adds its commands to `printedCommands`. */
function instructionLines(
  { how, commands }: Instruction,
  style: TextStyle,
  printedCommands: Set<string>,
): Text[] {
  const newCommands = commands.filter((command) => !printedCommands.has(command))
  for (const command of newCommands) printedCommands.add(command)
  const seeAbove = newCommands.length < commands.length ? ' (See above.)' : ''
  const text = terminal`${safeText(how)}${seeAbove}`
  return [
    ...wrapText(text, style.width, { indent: 6, marker: '→ ' }),
    ...commandLines(newCommands, style, 8),
  ]
}
