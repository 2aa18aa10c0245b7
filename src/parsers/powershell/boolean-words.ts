/**
 * Logical values as spreadsheets write them when they save a CSV file again, in the language of the
 * spreadsheet (DOC: Excel's localized logical values). In lower case.
 */
const TRUE_WORDS = [
  'true',
  '$true',
  '1',
  'wahr', // German
  'vrai', // French
  'verdadero', // Spanish
  'vero', // Italian
  'verdadeiro', // Portuguese, Galician
  'истина', // Russian
  'істина', // Ukrainian
  'waar', // Dutch
  'prawda', // Polish
  'sant', // Swedish
  'sand', // Danish
  'sann', // Norwegian
  'tosi', // Finnish
  'pravda', // Czech, Slovak
  'igaz', // Hungarian
  'doğru', // Turkish
  'adevărat', // Romanian
]
const FALSE_WORDS = [
  'false',
  '$false',
  '0',
  'falsch',
  'faux',
  'falso', // Spanish, Italian, Portuguese, Galician
  'ложь',
  'хибність',
  'onwaar',
  'fałsz',
  'falskt',
  'falsk', // Danish
  'usann',
  'epätosi',
  'nepravda',
  'hamis',
  'yanlış',
  'yanliş',
  'fals',
]

/** Code pages of the languages above whose letters are not those of windows-1252. */
const CODE_PAGES = ['windows-1250', 'windows-1251', 'windows-1254']

let words: ReadonlyMap<string, boolean> | undefined

/**
 * The value of a True or False in any of these languages. Undefined for all other text. Words whose
 * code page was taken for windows-1252 are known too, because a file of a few bytes does not show
 * its code page: `ËÎÆÜ` is `ЛОЖЬ`.
 */
export function parseBooleanWord(text: string): boolean | undefined {
  words ??= new Map([...entriesOf(TRUE_WORDS, true), ...entriesOf(FALSE_WORDS, false)])
  return words.get(
    text
      .trim()
      .replace(/^(["'“‘])(.*)["'”’]$/, '$2')
      .trim()
      .toLowerCase(),
  )
}

const entriesOf = (list: readonly string[], value: boolean): (readonly [string, boolean])[] =>
  list.flatMap((word) => [word, ...misread(word)].map((spelling) => [spelling, value] as const))

function misread(word: string): string[] {
  if (/^[ -~]+$/.test(word)) return []
  return CODE_PAGES.flatMap((codePage) =>
    [word, word.toUpperCase()].flatMap((spelling) => decodeAs1252(spelling, codePage) ?? []),
  )
}

/** A text as it reads when its code page is taken for windows-1252. Undefined if it lacks a letter. */
function decodeAs1252(text: string, codePage: string): string | undefined {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  const letters = new TextDecoder(codePage).decode(bytes)
  const codes = [...text].map((letter) => letters.indexOf(letter))
  if (codes.includes(-1)) return undefined
  return new TextDecoder('windows-1252').decode(Uint8Array.from(codes)).toLowerCase()
}
