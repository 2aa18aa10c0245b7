/**
 * A text with decoded escapes. `positions` holds the offset of each character in the original text,
 * and the original length as last entry.
 */
export interface DecodedText {
  readonly text: string
  readonly positions: readonly number[]
}

const ESCAPE = new RegExp(
  String.raw`%[0-9a-f]{2}|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos|nbsp);` +
    String.raw`|\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|[\\"/])|_x000[9ad]_`,
  'gi',
)
/** What is no text between two doubled quotes of CSV: `a="" b=""` are two empty values. */
const NO_CONTENT = /[\s,;>)\]}"]/
const BEHIND_CONTENT = /[\s,;:<>)\]}]/
const BEFORE_VALUE = /[\s=:,(]/
const PERCENT_RUN = /(?:%[0-9a-f]{2})+/iy
const NAMED_ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
}

/**
 * Decodes one layer of percent encoding, HTML and XML entities, backslash escapes, and the line
 * ends of Clixml. Returns undefined if the text has none.
 */
export const decodeEscapes = (text: string): DecodedText | undefined =>
  /[%&\\]|_x000/.test(text) ? decodeAll(text, ESCAPE) : undefined

/** Decodes the doubled quotes of quoted CSV. Returns undefined if the text has none. */
export function decodeDoubledQuotes(text: string): DecodedText | undefined {
  let out = ''
  const positions: number[] = []
  let at = 0
  for (let found = text.indexOf('""'); found >= 0; ) {
    const isDoubled = isDoubledQuote(text, found)
    if (isDoubled) {
      out += `${text.slice(at, found)}"`
      for (; at <= found; at += 1) positions.push(at)
      at = found + 2
    }
    found = text.indexOf('""', isDoubled ? at : found + 1)
  }
  return at === 0 ? undefined : finish(text, out, positions, at)
}

/** Whether the two quotes at an offset are one that is doubled. Looks only to the next quotes. */
function isDoubledQuote(text: string, at: number): boolean {
  const next = text.indexOf('"', at + 2)
  if (next >= 0 && text[next + 1] === '"' && beginsContent(text, at + 2)) return true
  const before = text.lastIndexOf('"', at - 1)
  if (before < 1 || before === at - 1 || text[before - 1] !== '"') return false
  if (beginsContent(text, before + 1)) return true
  // The end of a text that has doubled quotes inside.
  const behind = text[at + 2]
  const isAtEnd = behind === undefined || BEHIND_CONTENT.test(behind)
  return isAtEnd && !BEFORE_VALUE.test(text[at - 1] ?? '')
}

const beginsContent = (text: string, at: number): boolean =>
  !NO_CONTENT.test(text[at] ?? '') && !text.startsWith('/>', at)

function decodeAll(text: string, expression: RegExp): DecodedText | undefined {
  expression.lastIndex = 0
  let match = expression.exec(text)
  if (!match) return undefined
  let out = ''
  const positions: number[] = []
  let at = 0
  for (; match; match = expression.exec(text)) {
    out += text.slice(at, match.index)
    for (; at < match.index; at += 1) positions.push(at)
    let end = match.index + match[0].length
    let plain: string
    if (match[0].startsWith('%')) {
      PERCENT_RUN.lastIndex = match.index
      const run = PERCENT_RUN.exec(text)?.[0] ?? match[0]
      end = match.index + run.length
      plain = decodePercentRun(run)
    } else plain = decodeEscape(match[0])
    if (match[0].startsWith('%')) addPercentPositions(plain, match.index, end, positions)
    else
      for (let unit = 0; unit < plain.length; unit += 1)
        positions.push(unit === 0 ? match.index : end)
    out += plain
    at = end
    expression.lastIndex = end
  }
  return finish(text, out, positions, at)
}

/**
 * Adds the positions of percent-encoded characters. A character has one escape per byte of its
 * encoding: UTF-8, or else one byte (Latin-1).
 */
function addPercentPositions(plain: string, from: number, end: number, positions: number[]): void {
  const isOneBytePerCharacter = plain.length * 3 === end - from
  let at = from
  for (const character of plain) {
    for (let unit = 0; unit < character.length; unit += 1) positions.push(at)
    at += isOneBytePerCharacter ? 3 : 3 * Buffer.byteLength(character)
  }
}

function finish(text: string, out: string, positions: number[], at: number): DecodedText {
  for (let rest = at; rest <= text.length; rest += 1) positions.push(rest)
  return { text: out + text.slice(at), positions }
}

function decodePercentRun(run: string): string {
  const bytes = Buffer.from(run.replaceAll('%', ''), 'hex')
  const utf8 = bytes.toString('utf8')
  return utf8.includes('\ufffd') ? bytes.toString('latin1') : utf8
}

function decodeEscape(sequence: string): string {
  const inner = sequence.slice(1)
  if (sequence === '""') return '"'
  // _x000D_
  if (sequence[0] === '_') return String.fromCharCode(Number.parseInt(inner.slice(1), 16))
  if (sequence[0] === '\\')
    return inner.length > 1 ? String.fromCharCode(Number.parseInt(inner.slice(1), 16)) : inner
  const body = inner.slice(0, -1)
  if (body[0] !== '#') return NAMED_ENTITIES[body.toLowerCase()] ?? sequence
  const code =
    body[1] === 'x' || body[1] === 'X'
      ? Number.parseInt(body.slice(2), 16)
      : Number.parseInt(body.slice(1), 10)
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
}
