import { printable } from '../model/printable.ts'
import type { RemedyStep } from '../model/rule.ts'
import { type Look, paint, wrapped } from './layout.ts'

/** Numbered steps; each command on a line of its own and never wrapped, to be copied; how to see that it worked. */
export function remedySteps(steps: readonly RemedyStep[], look: Look, indent: number): string[] {
  return steps.flatMap(({ do: what, commands = [], verify }, index) => [
    ...wrapped(printable(what), look.width, { indent: indent + 3, mark: `${index + 1}. ` }),
    ...commands.map((command) => `${' '.repeat(indent + 5)}${paint(look, 'cyan', printable(command))}`),
    ...wrapped(`Check: ${printable(verify)}`, look.width, { indent: indent + 3 }).map((line) => paint(look, 'dim', line)),
  ])
}
