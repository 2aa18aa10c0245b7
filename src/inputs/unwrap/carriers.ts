import {
  type Carrier,
  countMatches,
  depthOf,
  lineCarrier,
  mostLinesMatch,
  type NumberedLine,
  startsWithBlock,
} from './carrier.ts'
import { hardWrapped } from './hard-wrapped.ts'

// ESC [ 32 ; 1 m   ESC ] 8 ; ; … BEL
const ESCAPE_SEQUENCES =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g

/** Colors of PowerShell 7 and of terminals. */
const colored = lineCarrier(
  'colored by a terminal',
  ({ text }) => text.includes('\u001b'),
  (text) => text.replace(ESCAPE_SEQUENCES, ''),
)

// > Identity : Global
const QUOTED = /^\s{0,3}>/

/** Quotes of mails, Markdown and chats, of any depth. A prompt `PS C:\> ` is not a quote. */
const quoted: Carrier = {
  name: 'quoted as in a mail',
  applies: (sample) => mostLinesMatch(sample, QUOTED, 0.6, '>'),
  hasOutside: ({ written }) => !written.every((line) => QUOTED.test(line)),
  undo: (lines, blockOnly) =>
    lines.map(({ text, number }) => ({
      text: blockOnly && !QUOTED.test(text) ? '' : text.replace(/^\s{0,3}(?:> ?)+/, ''),
      number,
    })),
}

//   12  Identity : Global     12:Identity     12| Identity     12. Identity
const LINE_NUMBER = /^\s{0,8}(\d{1,7})(?:[:|.]|(?=\s)|$)/
// out.txt:12:Identity
const NUMBER_IN_FILE = /^[^\s:|]{1,80}:(\d{1,7}):/
const MAX_SAMPLE_LINES = 100
const MAX_FIRST_NUMBER = 1_000_000
/** Lines that a filter such as `findstr` may have left out. */
const MAX_SKIPPED_LINES = 100_000

/** Whether this pattern finds a number in every line, each above the one before. */
function countsUp(lines: readonly string[], pattern: RegExp): boolean {
  let first = 0
  let previous = 0
  let count = 0
  for (const line of lines) {
    if (line.trim() === '') continue
    const number = Number(pattern.exec(line)?.[1] ?? 0)
    if (number <= previous) return false
    if (count === 0) first = number
    previous = number
    count += 1
  }
  return count >= 3 && first <= MAX_FIRST_NUMBER && previous - first - count < MAX_SKIPPED_LINES
}

const numberPattern = (lines: readonly string[]): RegExp | undefined =>
  [LINE_NUMBER, NUMBER_IN_FILE].find((pattern) => countsUp(lines, pattern))

/** Line numbers of editors, `findstr /n`, `grep -n` and `cat -n`. */
const numbered: Carrier = {
  name: 'with line numbers',
  applies: ({ lines }) => numberPattern(lines) !== undefined,
  undo: (lines) => {
    const sample = lines.slice(0, MAX_SAMPLE_LINES).map(({ text }) => text)
    const pattern = numberPattern(sample) ?? LINE_NUMBER
    const bare = lines.map(({ text, number }) => ({ text: text.replace(pattern, ''), number }))
    const written = bare.filter(({ text }) => text.trim() !== '')
    // All lines have the same separator; further blanks belong to the line.
    const separator = written.every(({ text }) => text.startsWith('\t'))
      ? 1
      : written.reduce((least, { text }) => Math.min(least, /^ */.exec(text)?.[0].length ?? 0), 4)
    return bare.map(({ text, number }) => ({ text: text.slice(separator), number }))
  },
}

/** Blanks of Outlook, Teams, Word and web pages; one between digits may group them. */
const HARD_BLANK = /(?<!\d)[\u00a0\u2000-\u200a\u202f]|[\u00a0\u2000-\u200a\u202f](?!\d)/
const HARD_BLANKS = new RegExp(HARD_BLANK, 'g')
const ALL_HARD_BLANKS = /[\u00a0\u2000-\u200a\u202f]/g
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]/
const ALL_INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g

const hardBlanks: Carrier = {
  name: 'with no-break blanks',
  applies: (sample) =>
    !sample.isAscii && (HARD_BLANK.test(sample.text) || INVISIBLE.test(sample.text)),
  undo: (lines) => {
    // Where no ordinary blank is left, those between digits were ordinary ones too.
    const hasBlanks = lines.some(({ text }) => text.trim().includes(' '))
    const blanks = hasBlanks ? HARD_BLANKS : ALL_HARD_BLANKS
    return lines.map(({ text, number }) => ({
      text: text.replace(blanks, ' ').replace(ALL_INVISIBLE, ''),
      number,
    }))
  },
}

// “Identity”,“EnableOfflineIm”     “TracingLevel”=“FULL”     “name”: “x”
const SMART_QUOTED = /^\s*[“”„][^“”„]*[“”]\s*(?:[,;:=\t]|$)/

/** Quotes that Word, Outlook and Teams made typographic, in CSV, JSON and .reg files. */
const smartQuotes = lineCarrier(
  'with typographic quotes',
  (sample) =>
    !sample.isAscii && /[“”]/.test(sample.text) && countMatches(sample.lines, SMART_QUOTED) >= 2,
  (text) => text.replace(/[“”„]/g, '"'),
)

// Identity<TAB>:<TAB>Global
const TABBED_PAIR = /^([A-Za-z][\w ]{0,60}?)[ ]*(?:\t[ \t]*:[ \t]*|:[ ]*\t[ \t]*)(?=\S|$)/

/** Tabs around the colon of a list. */
const tabbedPairs = lineCarrier(
  'with tabs for blanks',
  ({ text, lines }) => text.includes('\t') && countMatches(lines, TABBED_PAIR) >= 2,
  (text) => text.replace(TABBED_PAIR, '$1 : '),
)

/** Blanks before every line of a block, as in Markdown code blocks and forwarded text. */
const indented: Carrier = {
  name: 'indented',
  applies: ({ starts: { written, indented, inBlock } }) => {
    if (written.length >= 3 && indented === written.length) return true
    // Prose around the block is allowed; a list with wrapped values has more lines without indent.
    return inBlock >= 2 && inBlock >= 0.7 * written.length
  },
  hasOutside: ({ starts: { written, indented } }) => indented < written.length,
  undo: (lines, blockOnly) => {
    const written = lines.filter(({ text }) => text.trim() !== '')
    const isIndented = written.every(({ text }) => depthOf(text) > 0)
    const block = isIndented ? written : written.filter(({ text }) => startsWithBlock(text))
    const depth = block.reduce(
      (least, { text }) => Math.min(least, depthOf(text)),
      Number.POSITIVE_INFINITY,
    )
    let next = 0
    return lines.map((line) => {
      const { text, number } = line
      if (line === block[next]) {
        next += 1
        return { text: text.slice(depth), number }
      }
      return blockOnly || text.trim() === '' ? { text: '', number } : line
    })
  },
}

const MAX_ADJACENT_SHARE = 0.1

/** A blank line after every line, as web pages and some mail programs paste it. */
const doubleSpaced: Carrier = {
  name: 'double-spaced',
  applies: ({ lines, written }) => {
    // As many blank lines as that are needed between the others.
    if (written.length < 3 || 2 * lines.length < 3 * written.length) return false
    let adjacent = 0
    let isAfterBlank = true
    for (const line of lines) {
      const isBlank = line.trim() === ''
      if (!isBlank && !isAfterBlank) adjacent += 1
      isAfterBlank = isBlank
    }
    // The header of a mail above the text has lines of its own.
    return adjacent <= MAX_ADJACENT_SHARE * written.length
  },
  undo: (lines) => {
    const kept: NumberedLine[] = []
    let blanks: NumberedLine[] = []
    for (const line of lines) {
      if (line.text.trim() === '') {
        blanks.push(line)
        continue
      }
      // n blank lines of the original have become 2n + 1.
      kept.push(...blanks.slice(0, Math.floor((blanks.length - 1) / 2)), line)
      blanks = []
    }
    return kept
  },
}

// | EWS Information | EWS Status OK | EWS Status OK |
const TABLE_ROW = /^\s{0,3}\|(.*)\|\s*$/
// |---|:--:|     +-----+-----+
const TABLE_RULE = /^\s{0,3}(?:\|(?:\s*:?-+:?\s*\|)+|\+(?:[-=]+\+)+)\s*$/
// **EWS not deployed**   `TRUE`
const EMPHASIS = /^(\*\*|__|`)(.*)\1$/

/** │ Identity ║ Global ┃ */
const BOX_LINES = /[│║┃]/g
/** ├──────┼──────┤ · ╠══════╬══════╣ */
const BOX_RULE = /^\s*[\u2500-\u257f]{3,}\s*$/

/** A table with drawn lines: it becomes one of Markdown. */
const boxTable: Carrier = {
  name: 'a table with drawn lines',
  applies: (sample) => !sample.isAscii && mostLinesMatch(sample, /^\s*[│║┃].*[│║┃]\s*$/, 0.3, ''),
  undo: (lines) =>
    lines
      .filter(({ text }) => !BOX_RULE.test(text))
      .map(({ text, number }) => {
        const cells = TABLE_ROW.exec(text.replace(BOX_LINES, '|'))?.[1]
        const row = cells?.split('|').map((cell) => cell.trim())
        return { text: row?.join('\t') ?? text, number }
      }),
}

/** - Identity: Global     • EnableOfflineIm : False */
const BULLET = /^\s{0,8}[-*+•·–][ \t\u00a0]/

const bullets = lineCarrier(
  'a list with bullets',
  (sample) => mostLinesMatch(sample, BULLET, 0.6, '-*+'),
  (text) => text.replace(BULLET, ''),
)

/** `EnableOfflineIm : False`, alone or in a sentence */
const INLINE_CODE = /^[^`]*`([^`]{3,400})`[^`]*$/

const inlineCode = lineCarrier(
  'as code in a text',
  ({ text, lines }) => text.includes('`') && lines.some((line) => INLINE_CODE.test(line)),
  (text) => text.replace(INLINE_CODE, '$1'),
)

/** [14/06/2016, 10:32:11] Kim Lee: Identity : Global     10:32 AM - Kim Lee: … */
const CHAT_MESSAGE =
  /^\[?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? )?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[AP]M)?\]?(?: -)? (?:\p{L}[^:[\]|]{1,40}): /u

const chatMessages = lineCarrier(
  'as messages of a chat',
  (sample) => mostLinesMatch(sample, CHAT_MESSAGE, 0.6, '[0123456789'),
  (text) => text.replace(CHAT_MESSAGE, ''),
)

/** A Markdown table: its cells become separated by tabs. */
const markdownTable: Carrier = {
  name: 'a Markdown table',
  applies: (sample) =>
    sample.hasLineFrom('|+') && sample.lines.some((line) => TABLE_RULE.test(line)),
  undo: (lines) =>
    lines
      .filter(({ text }) => !TABLE_RULE.test(text))
      .map(({ text, number }) => {
        const cells = TABLE_ROW.exec(text)?.[1]
        const row = cells
          ?.split(/(?<!\\)\|/)
          .map((cell) => cell.trim().replace(EMPHASIS, '$2').replaceAll('\\|', '|'))
        return { text: row?.join('\t') ?? text, number }
      }),
}

// ```powershell     {code:title=x}     [/code]
const FENCE =
  /^\s{0,3}(?:(?:`{3,}|~{3,})[\w-]*|\{(?:code|noformat)(?::[^}]*)?\}|\[\/?code(?:=[^\]]*)?\])\s*$/i

/** Fences of Markdown, chats and tickets: the fence lines become blank. */
const fenced: Carrier = {
  name: 'a fenced block',
  applies: (sample) => sample.hasLineFrom('`~{[') && sample.lines.some((line) => FENCE.test(line)),
  hasOutside: () => true,
  undo: (lines, blockOnly) => {
    let isInside = false
    return lines.map(({ text, number }) => {
      const isFence = FENCE.test(text)
      if (isFence) isInside = !isInside
      return { text: isFence || (blockOnly && !isInside) ? '' : text, number }
    })
  },
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}
// &gt;   &nbsp;   &#160;   &#xA0;
const ENTITY = /&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi
/** The same without `g`, which would make `test` go on from its last match. */
const HAS_ENTITY = new RegExp(ENTITY, 'i')

const characterOf = (entity: string, name?: string, decimal?: string, hex?: string): string => {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? entity
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  if (code === 0xa0) return ' '
  return code >= 0x20 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : entity
}

/** Replaces the character references of HTML. */
export function decodeEntities(text: string): string {
  return text.replace(ENTITY, characterOf)
}

/** In an escaped text, every one of these characters is escaped. */
const UNESCAPED = /<|&(?!(?:#?\w+);)/

/** Characters that a web page escaped. */
const entities = lineCarrier(
  'with HTML entities',
  ({ text }) => text.includes('&') && HAS_ENTITY.test(text) && !UNESCAPED.test(text),
  decodeEntities,
)

// EnableOfflineIm =3D False     Identity=C2=A0: Global=20
const QUOTED_PRINTABLE = /=(?:3D|20|09|C2=A0|E2=80)/
/** In an encoded text, every equals sign is encoded or ends a line. */
const UNENCODED = /=(?![0-9A-F]{2}|\s*$)/
const HEX_BYTES = /(?:=[0-9A-F]{2})+/g

/** The source of a mail, pasted without its header. */
const quotedPrintable: Carrier = {
  name: 'encoded as in the source of a mail',
  applies: ({ text, lines }) =>
    text.includes('=') &&
    QUOTED_PRINTABLE.test(text) &&
    countMatches(lines, QUOTED_PRINTABLE) >= 2 &&
    !lines.some((line) => UNENCODED.test(line)),
  undo: (lines) => {
    const joined: NumberedLine[] = []
    let isContinued = false
    for (const { text, number } of lines) {
      const last = joined.at(-1)
      const part = text.replace(/=\s*$/, '')
      if (isContinued && last) joined[joined.length - 1] = { ...last, text: last.text + part }
      else joined.push({ text: part, number })
      isContinued = /=\s*$/.test(text)
    }
    return joined.map(({ text, number }) => ({
      text: text.replace(HEX_BYTES, (bytes) =>
        Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'),
      ),
      number,
    }))
  },
}

/** Carriers whose marks can also be part of the messages of a log. */
export const contentLike: ReadonlySet<Carrier> = new Set([
  colored,
  hardBlanks,
  smartQuotes,
  fenced,
  markdownTable,
  tabbedPairs,
  hardWrapped,
  boxTable,
  bullets,
  inlineCode,
  chatMessages,
])

/** In the order in which they are undone: the outermost first. */
export const carriers: readonly Carrier[] = [
  colored,
  quotedPrintable,
  entities,
  hardBlanks,
  smartQuotes,
  quoted,
  numbered,
  chatMessages,
  fenced,
  indented,
  bullets,
  inlineCode,
  markdownTable,
  boxTable,
  tabbedPairs,
  doubleSpaced,
  hardWrapped,
]
