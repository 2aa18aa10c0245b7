import type { Report } from '../../../src/model/report.ts'

/** A text that attacks every viewer of a report: HTML, Markdown, spreadsheets and terminals. */
export const ATTACKS = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '</style></title><svg onload=alert(1)>',
  '" onfocus="alert(1)" autofocus="',
  "' onmouseover='alert(1)",
  '` onerror=`alert(1)',
  '[x](javascript:alert(1))',
  'javascript:alert(1)',
  "=cmd|' /C calc'!A0",
  '\u001b[31m\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007\u009b2J',
  '\u202egnp.exe\u202c\u200f\u2066\u00ad\u200b',
  '\u0000\u0008\r\n\t',
  '\ud800 \udc00',
  '\u2028\u2029\ufeff\u{e0041}',
  '<!-- --> ]]> &lt;b&gt; &#0; {{alert(1)}}',
].join(' ')

/** Returns a copy of the value with the attack added to every text except those at `keptKeys`. */
export function injectAttacks<T>(value: T, keptKeys: ReadonlySet<string>): T {
  if (typeof value === 'string') return `${value} ${ATTACKS}` as T
  if (Array.isArray(value)) return value.map((entry) => injectAttacks(entry, keptKeys)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      keptKeys.has(key) ? entry : injectAttacks(entry, keptKeys),
    ]),
  ) as T
}

/** Keys whose values decide how a report is laid out. */
export const STRUCTURAL_KEYS: ReadonlySet<string> = new Set(['severity', 'status', 'stage', 'kind'])
/** Also includes the keys of times, which reports parse. */
export const STRUCTURAL_AND_TIME_KEYS: ReadonlySet<string> = new Set([
  ...STRUCTURAL_KEYS,
  'time',
  'at',
  'from',
  'to',
  'since',
])

/** Returns a copy of a report that readers accept, with the attack in every text that may have it. */
export const attackReport = (report: Report): Report => injectAttacks(report, IDENTIFIER_KEYS)

/** Also includes the keys of names that spoolscope defines itself. */
const IDENTIFIER_KEYS: ReadonlySet<string> = new Set([
  ...STRUCTURAL_AND_TIME_KEYS,
  ...['tool', 'rule', 'format', 'program', 'outcome', 'certainty', 'role', 'symptoms', 'decides'],
  ...['causedBy', 'supersedes', 'for', 'phase', 'by'],
])
