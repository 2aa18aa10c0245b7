import type { Rule } from '../model/rule.ts'
import { type Threshold, thresholdText } from '../model/threshold.ts'
import { heading, type Look, paint, wrapped } from '../terminal/layout.ts'
import { remedySteps } from './remedy-steps.ts'
import { severityText } from './severity.ts'

export const ORIGINS: Readonly<Record<Threshold['origin'], string>> = {
  documented: 'documented by Microsoft',
  seen: 'seen in public material',
  inferred: 'our own judgement',
}

/** A rule as `explain` shows it. */
export function rulePage(rule: Rule, look: Look): string {
  const {
    id,
    severity,
    status,
    title,
    why,
    looksAt,
    thresholds,
    falsePositives,
    remedy,
    references,
  } = rule
  const bullet = (text: string) => wrapped(text, look.width, { indent: 4, mark: '• ' })
  const text = (words: string) => wrapped(words, look.width, { indent: 2 })
  const names = Object.entries(thresholds)
  const lines = [
    ...wrapped(title, look.width).map((line) => paint(look, 'bold', line)),
    `${severityText(severity, look)} · ${id}${status === 'trial' ? ' · on trial' : ''}`,
    ...(status === 'trial'
      ? text('On trial: rests on facts that are inferred, not documented. Check what it finds.')
      : []),
    ...section('Why it matters', text(why)),
    ...section('What it looks at', text(looksAt)),
    ...section(
      'Thresholds',
      names.length === 0 ? text('None.') : names.flatMap((entry) => threshold(id, entry, look)),
    ),
    ...section('When it may be wrong', falsePositives.flatMap(bullet)),
    ...section('What to do', remedySteps(remedy, look, 2)),
    ...section(
      'References',
      references.flatMap(({ title: name, url }) => [
        ...bullet(name),
        `    ${paint(look, 'underline', url)}`,
      ]),
    ),
  ]
  return `${lines.join('\n')}\n`

  function section(name: string, body: readonly string[]): string[] {
    return body.length === 0 ? [] : ['', heading(name, look), ...body]
  }
}

function threshold(id: string, [name, limit]: [string, Threshold], look: Look): string[] {
  return [
    `  ${paint(look, 'bold', `${name} = ${thresholdText(limit)}`)}`,
    ...wrapped(`${limit.why} (${ORIGINS[limit.origin]})`, look.width, { indent: 4 }),
    `    To change it: ${paint(look, 'cyan', setExample(id, name, limit))}`,
  ]
}

/** The option that sets a threshold, with the value that it has. */
export const setExample = (id: string, name: string, limit: Threshold): string =>
  `--set ${id}.${name}=${plain(limit)}`

function plain(limit: Threshold): string {
  if (limit.unit === 'bytes') return String(limit.value)
  if (limit.unit !== 'duration') return thresholdText(limit).replace(' ', '')
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
  ] as const
  const [unit, size] =
    units.find(([, length]) => limit.value >= length && limit.value % length === 0) ??
    (['ms', 1] as const)
  return `${limit.value / size}${unit}`
}
