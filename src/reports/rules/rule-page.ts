import type { Rule } from '../../model/rule.ts'
import { formatThreshold, type Threshold } from '../../model/threshold.ts'
import { headingLine, paint, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { remedyLines } from '../table/remedy-lines.ts'
import { severityText } from '../table/severity-text.ts'

export const ORIGIN_LABELS: Readonly<Record<Threshold['origin'], string>> = {
  documented: 'documented by Microsoft',
  seen: 'seen in public material',
  inferred: 'our own judgement',
}

/** A rule as `explain` shows it. */
export function rulePage(rule: Rule, look: TextStyle): string {
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
  const bullet = (text: string) => wrapText(text, look.width, { indent: 4, marker: '• ' })
  const text = (words: string) => wrapText(words, look.width, { indent: 2 })
  const names = Object.entries(thresholds)
  const lines = [
    ...wrapText(title, look.width).map((line) => paint(look, 'bold', line)),
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
    ...section('What to do', remedyLines(remedy, look, 2)),
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
    return body.length === 0 ? [] : ['', headingLine(name, look), ...body]
  }
}

function threshold(id: string, [name, limit]: [string, Threshold], look: TextStyle): string[] {
  return [
    `  ${paint(look, 'bold', `${name} = ${formatThreshold(limit)}`)}`,
    ...wrapText(`${limit.why} (${ORIGIN_LABELS[limit.origin]})`, look.width, { indent: 4 }),
    `    To change it: ${paint(look, 'cyan', setOptionExample(id, name, limit))}`,
  ]
}

/** The option that sets a threshold, with the value that it has. */
export const setOptionExample = (id: string, name: string, limit: Threshold): string =>
  `--set ${id}.${name}=${plain(limit)}`

function plain(limit: Threshold): string {
  if (limit.unit === 'bytes') return String(limit.value)
  if (limit.unit !== 'duration') return formatThreshold(limit).replace(' ', '')
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
