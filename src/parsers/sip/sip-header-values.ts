/** Compact header names: RFC 3261 section 7.3.3 and later extensions. */
const LONG_NAMES: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  n: 'identity-info',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
}

/** The long name of a header, in lower case. */
export function longHeaderName(name: string): string {
  const lower = name.toLowerCase()
  return (lower.length === 1 ? LONG_NAMES[lower] : undefined) ?? lower
}

/**
 * Headers whose grammar is a list. One line with commas means the same as several lines (RFC 3261
 * section 7.3.1).
 */
const LIST_HEADERS = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'alert-info',
  'allow',
  'allow-events',
  'call-info',
  'contact',
  'content-encoding',
  'content-language',
  'error-info',
  'history-info',
  'in-reply-to',
  'p-asserted-identity',
  'path',
  'proxy-require',
  'record-route',
  'require',
  'route',
  'service-route',
  'supported',
  'unsupported',
  'via',
  'warning',
])

/**
 * Splits one header line into its values. Commas inside quotes and angle brackets do not separate.
 */
export function splitHeaderValues(name: string, line: string): string[] {
  if (!LIST_HEADERS.has(name) || !line.includes(',')) return [line]
  const values: string[] = []
  let start = 0
  let quoted = false
  let bracketed = false
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at]
    if (quoted) {
      if (character === '\\') at += 1
      else if (character === '"') quoted = false
    } else if (character === '"') quoted = true
    else if (character === '<') bracketed = true
    else if (character === '>') bracketed = false
    else if (character === ',' && !bracketed) {
      values.push(line.slice(start, at).trim())
      start = at + 1
    }
  }
  values.push(line.slice(start).trim())
  return values.filter((value) => value !== '')
}

/** Splits the lists in `SipMessage.headers` into their values. */
export const splitHeaderLists = (headers: string): string =>
  headers
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const name = line.slice(0, line.indexOf(':'))
      return splitHeaderValues(name, line.slice(name.length + 1)).map(
        (value) => `\n${name}:${value}`,
      )
    })
    .join('')
