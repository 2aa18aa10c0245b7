import { toPrintable } from '../../model/printable.ts'
import type { RemedyStep } from '../../model/rule.ts'
import { paint, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { commandLines } from './command-lines.ts'

/**
 * Numbered steps, with commands to copy and how to see that it worked; those that the reader has
 * `known` since above, briefly.
 */
export function remedyLines(
  steps: readonly RemedyStep[],
  look: TextStyle,
  indent: number,
  known: ReadonlySet<string> = new Set(),
): string[] {
  return steps.flatMap((step, index) => {
    const { do: what, commands = [], verify } = step
    const mark = { indent: indent + 3, marker: `${index + 1}. ` }
    if (known.has(remedyStepKey(step)))
      return wrapText(`${toPrintable(what)} (See above.)`, look.width, mark)
    return [
      ...wrapText(toPrintable(what), look.width, mark),
      ...commandLines(commands, look, indent + 5),
      ...wrapText(`Check: ${toPrintable(verify)}`, look.width, { indent: indent + 3 }).map((line) =>
        paint(look, 'dim', line),
      ),
    ]
  })
}

/** By what a step says, not which object it is: a report may have been read from its JSON. */
export const remedyStepKey = ({ do: what, commands = [], verify }: RemedyStep): string =>
  JSON.stringify([what, commands, verify])
