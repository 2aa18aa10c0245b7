import type { MutationContext, Mutator } from './mutator.ts'
import { numberTexts, timeTexts, words } from './words.ts'

/** Text mutators work on bytes as characters of Latin-1, so they keep what they do not change. */
const asText =
  (change: (text: string, context: MutationContext) => string): Mutator =>
  (input, context) =>
    Buffer.from(change(input.toString('latin1'), context), 'latin1')

const asLatin1 = (text: string): string => Buffer.from(text).toString('latin1')

/** Changes the lines of a text, without their line feeds. */
const onLines = (
  change: (lines: string[], at: number, context: MutationContext) => void,
): Mutator =>
  asText((text, context) => {
    const lines = text.split('\n')
    change(lines, context.choices.below(lines.length), context)
    return lines.join('\n')
  })

const removeLine = onLines((lines, at) => void lines.splice(at, 1))
const doubleLine = onLines((lines, at) => void lines.splice(at, 0, lines[at] ?? ''))
const joinLines = onLines((lines, at) => void lines.splice(at, 2, lines.slice(at, at + 2).join('')))
const moveLine = onLines((lines, at, { choices }) => {
  const [line = ''] = lines.splice(at, 1)
  lines.splice(choices.below(lines.length + 1), 0, line)
})
const cutLine = onLines((lines, at, { choices }) => {
  lines[at] = (lines[at] ?? '').slice(0, choices.upTo(lines[at]?.length ?? 0))
})
/** Breaks a line, as mail programs and consoles do. */
const breakLine = onLines((lines, at, { choices }) => {
  const line = lines[at] ?? ''
  const place = choices.below(line.length + 1)
  lines.splice(at, 1, line.slice(0, place), line.slice(place))
})
const removeLines = onLines((lines, at, { choices }) => {
  lines.splice(at, 1 + choices.upTo(lines.length - at))
})
const indentLines = onLines((lines, at, { choices }) => {
  const prefix = choices.pick(['> ', '    ', '\t', '- ', '12: ', '| '])
  const end = choices.chance(0.5) ? lines.length : at + choices.upTo(lines.length)
  for (let line = choices.chance(0.5) ? 0 : at; line < Math.min(end, lines.length); line += 1)
    lines[line] = prefix + lines[line]
})
const MAX_COPIES = 400
const repeatLine = onLines((lines, at, { choices }) => {
  const copies = Array.from({ length: choices.upTo(MAX_COPIES) }, () => lines[at] ?? '')
  lines.splice(at, 0, ...copies)
})

const insertWord = asText((text, { choices }) => {
  const at = choices.below(text.length + 1)
  return text.slice(0, at) + asLatin1(choices.pick(words)) + text.slice(at)
})
const MAX_REPEATED_CHARACTERS = 40_000
/** Puts a long run of one character, or of one word, somewhere into the text. */
const insertRun = asText((text, { choices }) => {
  const part = choices.chance(0.6)
    ? choices.pick([...' \t/\\.-:;,"\'()<>[]{}=@&a0_|\r\n'])
    : asLatin1(choices.pick(words))
  const at = choices.below(text.length + 1)
  const times = choices.upTo(Math.floor(MAX_REPEATED_CHARACTERS / part.length))
  return text.slice(0, at) + part.repeat(times) + text.slice(at)
})

/** Replaces one match of a pattern, chosen at random. */
const replaceMatch = (pattern: RegExp, replacements: (context: MutationContext) => string) =>
  asText((text, context) => {
    const found = [...text.matchAll(pattern)]
    if (found.length === 0) return text
    const match = context.choices.pick(found)
    return (
      text.slice(0, match.index) + replacements(context) + text.slice(match.index + match[0].length)
    )
  })

const replaceNumber = replaceMatch(/\d+/g, ({ choices }) => choices.pick(numberTexts))
const replaceDigit = replaceMatch(/\d/g, ({ choices }) => String(choices.below(10)))
const TIME = /\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T| ]{0,2}(?:\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?/g
const replaceTime = replaceMatch(TIME, ({ choices }) => choices.pick(timeTexts))
const replaceWord = replaceMatch(/[\w-]{2,}/g, ({ choices }) => asLatin1(choices.pick(words)))
const swapSeparator = replaceMatch(/[^\w\s]/g, ({ choices }) =>
  choices.pick([...':;,|=<>()[]{}"\'/\\ \t']),
)

const otherLine: Mutator = (input, context) => {
  const { choices, other } = context
  const lines = other().toString('latin1').split('\n')
  const from = choices.below(lines.length)
  const part = lines.slice(from, from + 1 + choices.upTo(20)).join('\n')
  return asText((text) => {
    const own = text.split('\n')
    own.splice(choices.below(own.length + 1), 0, part)
    return own.join('\n')
  })(input, context)
}

const changeLineEnds = asText((text, { choices }) =>
  text.replace(/\r?\n/g, choices.pick(['\n', '\r\n', '\r', '\r\r\n', '\u0085'])),
)
const changeEncoding: Mutator = (input, { choices }) => {
  const utf16 = Buffer.from(`${choices.chance(0.7) ? '\ufeff' : ''}${input}`, 'utf16le')
  return choices.pick([
    () => utf16,
    () => utf16.swap16(),
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), input]),
    () => Buffer.from(input.toString('latin1'), 'utf8'),
  ])()
}
const changeCase = asText((text, { choices }) => {
  const at = choices.below(text.length + 1)
  const end = at + choices.upTo(200)
  const part = text.slice(at, end)
  const other = choices.chance(0.5) ? part.toUpperCase() : part.toLowerCase()
  // The upper case of ÿ is no character of Latin-1.
  return text.slice(0, at) + asLatin1(other).slice(0, part.length) + text.slice(end)
})

export const textMutators: readonly Mutator[] = [
  removeLine,
  doubleLine,
  joinLines,
  moveLine,
  cutLine,
  breakLine,
  removeLines,
  indentLines,
  repeatLine,
  insertWord,
  insertWord,
  insertRun,
  replaceNumber,
  replaceDigit,
  replaceTime,
  replaceWord,
  swapSeparator,
  otherLine,
  otherLine,
  changeLineEnds,
  changeEncoding,
  changeCase,
]
