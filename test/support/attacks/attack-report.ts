/**
 * What a string from evidence may carry to be read as something else, in whatever is made of it.
 */
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

/** The same value with an attack in every text but those at these keys. */
export function injectAttacks<T>(value: T, spared: ReadonlySet<string>): T {
  if (typeof value === 'string') return `${value} ${ATTACKS}` as T
  if (Array.isArray(value)) return value.map((one) => injectAttacks(one, spared)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      spared.has(key) ? one : injectAttacks(one, spared),
    ]),
  ) as T
}

/** Words that decide how a report is read. */
export const STRUCTURAL_KEYS: ReadonlySet<string> = new Set(['severity', 'status', 'stage', 'kind'])
/** And times, which are read too. */
export const STRUCTURAL_AND_TIME_KEYS: ReadonlySet<string> = new Set([
  ...STRUCTURAL_KEYS,
  'time',
  'at',
  'from',
  'to',
  'since',
])
