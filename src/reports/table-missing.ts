import { printable } from '../model/printable.ts'
import type { Verdict } from '../model/report.ts'
import { commandLines } from './commands.ts'
import { type Look, paint, wrapped } from './layout.ts'
import { shown } from './table-facts.ts'

interface Gap {
  readonly evidence: string
  /** Ways to get it, each with its commands. */
  readonly hows: Map<string, Set<string>>
  readonly rules: string[]
}

/** What could not be checked: each missing piece once, how to get it, and the rules that wait for it. */
export function missingLines(verdicts: readonly Verdict[], look: Look): string[] {
  const known = new Set<string>()
  return gapsOf(verdicts).flatMap(({ evidence, hows, rules }) => {
    const [first = '', ...rest] = wrapped(shown(evidence), look.width, { indent: 4 })
    return [
      `  ${paint(look, 'yellow', '?')} ${paint(look, 'bold', first.trimStart())}`,
      ...rest.map((line) => paint(look, 'bold', line)),
      ...[...hows].flatMap(([how, commands]) => wayLines(how, [...commands], look, known)),
      ...wrapped(`for ${rules.map(printable).join(', ')}`, look.width, { indent: 4 }).map((line) => paint(look, 'dim', line)),
    ]
  })
}

function gapsOf(verdicts: readonly Verdict[]): readonly Gap[] {
  const gaps = new Map<string, Gap>()
  for (const { rule, status, message, missing } of verdicts) {
    if (status !== 'not-checked') continue
    for (const { evidence, how, commands = [] } of missing.length > 0 ? missing : [{ evidence: message, how: '' }]) {
      const gap = gaps.get(evidence) ?? { evidence, hows: new Map<string, Set<string>>(), rules: [] }
      if (how !== '') gap.hows.set(how, new Set([...(gap.hows.get(how) ?? []), ...commands]))
      if (!gap.rules.includes(rule)) gap.rules.push(rule)
      gaps.set(evidence, gap)
    }
  }
  return [...gaps.values()]
}

/** A command that several pieces take is shown once. */
function wayLines(how: string, commands: readonly string[], look: Look, known: Set<string>): string[] {
  const fresh = commands.filter((command) => !known.has(command))
  for (const command of fresh) known.add(command)
  const words = fresh.length < commands.length ? `${shown(how)} (See above.)` : shown(how)
  return [...wrapped(words, look.width, { indent: 6, mark: '→ ' }), ...commandLines(fresh, look, 8)]
}
