import type { RemedyStep } from '../../model/rule.ts'
import { toPrintable } from '../../model/text/printable.ts'
import { paintLines, type TextStyle, wrapText } from '../../terminal/layout.ts'
import type { Text } from '../../terminal/terminal-text.ts'
import { remedyStepKey } from '../case-text.ts'
import { commandLines } from './command-lines.ts'

/**
 * Formats numbered steps, each with its commands and how to verify it. A step whose key is in
 * `printedSteps` only refers to where it was printed.
 */
export function remedyLines(
  steps: readonly RemedyStep[],
  style: TextStyle,
  indent: number,
  printedSteps: ReadonlySet<string> = new Set(),
): Text[] {
  return steps.flatMap((step, index) => {
    const { do: action, commands = [], verify } = step
    const numbered = { indent: indent + 3, marker: `${index + 1}. ` }
    if (printedSteps.has(remedyStepKey(step)))
      return wrapText(`${toPrintable(action)} (See above.)`, style.width, numbered)
    const check = wrapText(`Check: ${toPrintable(verify)}`, style.width, { indent: indent + 3 })
    return [
      ...wrapText(toPrintable(action), style.width, numbered),
      ...commandLines(commands, style, indent + 5),
      ...paintLines(style, 'dim', check),
    ]
  })
}
