import { printable } from '../model/printable.ts'
import type { RemedyStep } from '../model/rule.ts'
import { type Look, paint, wrapped } from '../terminal/layout.ts'
import { commandLines } from './commands.ts'

/**
 * Numbered steps, with commands to copy and how to see that it worked; those that the reader has
 * `known` since above, briefly.
 */
export function remedySteps(
  steps: readonly RemedyStep[],
  look: Look,
  indent: number,
  known: ReadonlySet<string> = new Set(),
): string[] {
  return steps.flatMap((step, index) => {
    const { do: what, commands = [], verify } = step
    const mark = { indent: indent + 3, mark: `${index + 1}. ` }
    if (known.has(stepKey(step)))
      return wrapped(`${printable(what)} (See above.)`, look.width, mark)
    return [
      ...wrapped(printable(what), look.width, mark),
      ...commandLines(commands, look, indent + 5),
      ...wrapped(`Check: ${printable(verify)}`, look.width, { indent: indent + 3 }).map((line) =>
        paint(look, 'dim', line),
      ),
    ]
  })
}

/** By what a step says, not which object it is: a report may have been read from its JSON. */
export const stepKey = ({ do: what, commands = [], verify }: RemedyStep): string =>
  JSON.stringify([what, commands, verify])
