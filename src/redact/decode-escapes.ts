/**
 * A text with its escapes undone, and where in the text before each of its characters came from;
 * one place more than it has characters.
 */
export interface DecodedText {
  readonly text: string
  readonly positions: readonly number[]
}

const ESCAPE = new RegExp(
  String.raw`%[0-9a-f]{2}|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos|nbsp);` +
    String.raw`|\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|[\\"/])`,
  'gi',
)
const PERCENT_RUN = /(?:%[0-9a-f]{2})+/iy
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
}

/**
 * Undoes one layer of percent encoding, entities of HTML and XML, and backslash escapes; undefined
 * where there is none.
 */
export function decodeEscapes(text: string): DecodedText | undefined {
  if (!/[%&\\]/.test(text)) return undefined
  ESCAPE.lastIndex = 0
  let match = ESCAPE.exec(text)
  if (!match) return undefined
  let out = ''
  const places: number[] = []
  let at = 0
  for (; match; match = ESCAPE.exec(text)) {
    out += text.slice(at, match.index)
    for (; at < match.index; at += 1) places.push(at)
    let end = ESCAPE.lastIndex
    let plain: string
    if (match[0].startsWith('%')) {
      PERCENT_RUN.lastIndex = match.index
      const run = PERCENT_RUN.exec(text)?.[0] ?? match[0]
      end = match.index + run.length
      plain = percentDecoded(run)
    } else plain = unescaped(match[0])
    if (match[0].startsWith('%')) percentPlaces(plain, match.index, end, places)
    else
      for (let unit = 0; unit < plain.length; unit += 1) places.push(unit === 0 ? match.index : end)
    out += plain
    at = end
    ESCAPE.lastIndex = end
  }
  return finish(text, out, places, at)
}

/**
 * A character of UTF-8 stands where its first escape does; one of an ANSI code page takes one
 * escape.
 */
function percentPlaces(plain: string, from: number, end: number, places: number[]): void {
  const each = plain.length * 3 === end - from
  let at = from
  for (const character of plain) {
    for (let unit = 0; unit < character.length; unit += 1) places.push(at)
    at += each ? 3 : 3 * Buffer.byteLength(character)
  }
}

function finish(text: string, out: string, places: number[], at: number): DecodedText {
  for (let rest = at; rest <= text.length; rest += 1) places.push(rest)
  return { text: out + text.slice(at), positions: places }
}

function percentDecoded(run: string): string {
  const bytes = Buffer.from(run.replaceAll('%', ''), 'hex')
  const utf8 = bytes.toString('utf8')
  return utf8.includes('\ufffd') ? bytes.toString('latin1') : utf8
}

function unescaped(sequence: string): string {
  const inner = sequence.slice(1)
  if (sequence[0] === '\\')
    return inner.length > 1 ? String.fromCharCode(Number.parseInt(inner.slice(1), 16)) : inner
  const body = inner.slice(0, -1)
  if (body[0] !== '#') return NAMED[body.toLowerCase()] ?? sequence
  const code =
    body[1] === 'x' || body[1] === 'X'
      ? Number.parseInt(body.slice(2), 16)
      : Number.parseInt(body.slice(1), 10)
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
}
