/**
 * Replacement of a character that the font of an old console lacks. Each is one column
 * wide, like the character that it replaces, so that tables and the dashboard keep their layout.
 */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  '─': '-',
  '═': '=',
  '│': '|',
  '├': '|',
  '└': '`',
  '▁': '_',
  '▂': '.',
  '▃': '.',
  '▄': ':',
  '▅': '+',
  '▆': '=',
  '▇': '*',
  '█': '#',
  '…': '~',
  '·': '-',
  '•': '*',
  '✗': 'x',
  '✓': '+',
  '→': '>',
  '←': '<',
  '↑': '^',
  '↓': 'v',
  '×': 'x',
  '±': '~',
  '–': '-',
  '‐': '-',
  '“': '"',
  '”': '"',
  '„': '"',
  '’': "'",
  '‘': "'",
  '\u00a0': ' ',
}
const REPLACED = new RegExp(`[${Object.keys(REPLACEMENTS).join('')}]`, 'gu')

/** Replaces the signs that the program draws by ASCII. Letters of names stay as they are. */
export const toAscii = (text: string): string =>
  text.replace(REPLACED, (character) => REPLACEMENTS[character] ?? character)
