import { printable } from '../model/printable.ts'
import type { Verdict } from '../model/report.ts'
import { type Look, paint, wrapped } from './layout.ts'
import { shown } from './table-facts.ts'

interface Gap {
  readonly evidence: string
  readonly hows: Set<string>
  readonly rules: string[]
}

/** What could not be checked: each missing piece once, how to get it, and the rules that wait for it. */
export function missingLines(verdicts: readonly Verdict[], look: Look): string[] {
  const unchecked = verdicts.filter(({ status }) => status === 'not-checked')
  const gaps = new Map<string, Gap>()
  for (const { rule, message, missing } of unchecked) {
    for (const { evidence, how } of missing.length > 0 ? missing : [{ evidence: message, how: '' }]) {
      const gap = gaps.get(evidence) ?? { evidence, hows: new Set(), rules: [] }
      if (how !== '') gap.hows.add(how)
      if (!gap.rules.includes(rule)) gap.rules.push(rule)
      gaps.set(evidence, gap)
    }
  }
  return [...gaps.values()].flatMap(({ evidence, hows, rules }) => {
    const [first = '', ...rest] = wrapped(shown(evidence), look.width, { indent: 4 })
    return [
      `  ${paint(look, 'yellow', '?')} ${paint(look, 'bold', first.trimStart())}`,
      ...rest.map((line) => paint(look, 'bold', line)),
      ...[...hows].flatMap((how) => wrapped(shown(how), look.width, { indent: 6, mark: '→ ' })),
      ...wrapped(`for ${rules.map(printable).join(', ')}`, look.width, { indent: 4 }).map((line) => paint(look, 'dim', line)),
    ]
  })
}
