import { printable } from '../model/printable.ts'
import type { Verdict } from '../model/report.ts'
import { type Look, paint, wrapped } from '../terminal/layout.ts'
import { commandLines } from './commands.ts'
import { gapsOf } from './gaps.ts'
import { shown } from './table-facts.ts'

/**
 * What could not be checked: each missing piece once, how to get it, and the rules that wait for
 * it.
 */
export function missingLines(verdicts: readonly Verdict[], look: Look): string[] {
  const known = new Set<string>()
  return gapsOf(verdicts).flatMap(({ evidence, hows, rules }) => {
    const [first = '', ...rest] = wrapped(shown(evidence), look.width, { indent: 4 })
    return [
      `  ${paint(look, 'yellow', '?')} ${paint(look, 'bold', first.trimStart())}`,
      ...rest.map((line) => paint(look, 'bold', line)),
      ...[...hows].flatMap(([how, commands]) => wayLines(how, [...commands], look, known)),
      ...wrapped(`for ${rules.map(printable).join(', ')}`, look.width, { indent: 4 }).map((line) =>
        paint(look, 'dim', line),
      ),
    ]
  })
}

/** A command that several pieces take is shown once. */
function wayLines(
  how: string,
  commands: readonly string[],
  look: Look,
  known: Set<string>,
): string[] {
  const fresh = commands.filter((command) => !known.has(command))
  for (const command of fresh) known.add(command)
  const words = fresh.length < commands.length ? `${shown(how)} (See above.)` : shown(how)
  return [...wrapped(words, look.width, { indent: 6, mark: '→ ' }), ...commandLines(fresh, look, 8)]
}
