import { findEvidenceGaps } from '../../model/evidence-gaps.ts'
import { toPrintable } from '../../model/printable.ts'
import type { Verdict } from '../../model/report.ts'
import { paint, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { commandLines } from './command-lines.ts'

/**
 * What could not be checked: each missing piece once, how to get it, and the rules that wait for
 * it.
 */
export function missingLines(verdicts: readonly Verdict[], look: TextStyle): string[] {
  const known = new Set<string>()
  return findEvidenceGaps(verdicts).flatMap(({ evidence, instructions: hows, rules }) => {
    const [first = '', ...rest] = wrapText(safeText(evidence), look.width, { indent: 4 })
    return [
      `  ${paint(look, 'yellow', '?')} ${paint(look, 'bold', first.trimStart())}`,
      ...rest.map((line) => paint(look, 'bold', line)),
      ...[...hows].flatMap(([how, commands]) => wayLines(how, [...commands], look, known)),
      ...wrapText(`for ${rules.map(toPrintable).join(', ')}`, look.width, { indent: 4 }).map(
        (line) => paint(look, 'dim', line),
      ),
    ]
  })
}

/** A command that several pieces take is shown once. */
function wayLines(
  how: string,
  commands: readonly string[],
  look: TextStyle,
  known: Set<string>,
): string[] {
  const fresh = commands.filter((command) => !known.has(command))
  for (const command of fresh) known.add(command)
  const words = fresh.length < commands.length ? `${safeText(how)} (See above.)` : safeText(how)
  return [
    ...wrapText(words, look.width, { indent: 6, marker: '→ ' }),
    ...commandLines(fresh, look, 8),
  ]
}
