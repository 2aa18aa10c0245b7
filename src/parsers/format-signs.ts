import { ROW_WORDS } from './configuration-information/row-names.ts'
import { IDENTIFYING_WORDS } from './powershell/property-names.ts'

/**
 * Every ASCII text of a known format contains one of these signs, in lower case. So does every ASCII
 * text that has such a format after it is unwrapped. Three searches are faster than one expression.
 */
const CHARACTERS = [
  // What can hide a word: colors, entities, a text that is partly UTF-16.
  '\0',
  '\u001b',
  '&',
  // Records of logs.
  '::',
  // TMF files.
  '#typ',
  // Underlines of tables, rights of `ls`, branches of trees.
  '--',
  // Paths and prompts.
  '\\',
  '$ ',
]

/** Not one of them begins with characters that are in every text, such as blanks and digits. */
const WORDS = new RegExp(
  [
    // Documents and tables.
    'clock-time',
    'timecreated',
    'soapaction',
    'instrumentationmanifest',
    'win/2004/08/events',
    'exchange/autodiscover',
    'powershell/2004/04',
    '<objects>',
    'spoolscopemanifest',
    // Keys of the registry.
    'hk',
    'registry editor',
    'regedit4',
    // Output of commands, and versions of servers.
    ...IDENTIFYING_WORDS,
    '-cs',
    '-mailbox',
    'lync',
    'skype',
    ...ROW_WORDS,
    // Titles of listings, and commands that list.
    'mingw',
    'robocopy',
    'get-childitem',
    'ps>',
  ].join('|'),
)

const LISTING_COMMANDS = ['dir', 'ls', 'tree', 'gci', 'cmd']

const STRUCTURES = new RegExp(
  [
    // EnableOfflineIm=20
    '=(?:3d|20|09|c2=a0|e2=80)',
    // C:/Users
    ':/(?<=\\b[a-z]:/)',
    // -rwxr-xr-x, in which no -- is
    'rw[-xst][-r]',
    'r-[xst][-r]',
    '-w[xst][-r]',
    // 2016-09-20T10:00
    '-\\d\\d-\\d\\dt',
    ...LISTING_COMMANDS.map((word) => `${word}(?<![a-z0-9]${word})`),
    // The heading of a folder, or the id of an event, at the end of a line.
    ':[\\s|*_`"]*(?:\\d{1,6}[\\s|*_`"]{0,80})?(?:\\n|$)',
  ].join('|'),
)

/**
 * Whether a text may have a known format, as it is or after it is unwrapped. Fast, and false for
 * most other texts, so that nothing else needs to be tried on them. Always true for a text with
 * characters outside of ASCII.
 */
export function mayHaveKnownFormat(text: string): boolean {
  if (Buffer.byteLength(text) !== text.length) return true
  if (CHARACTERS.some((sign) => text.includes(sign))) return true
  const lower = text.toLowerCase()
  return WORDS.test(lower) || STRUCTURES.test(lower)
}
