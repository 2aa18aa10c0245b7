import { FirstPairs } from '../shared/first-pairs.ts'
import { rowNames, type Separator } from './split-row.ts'

/**
 * Row names of the window in English, in lower case. A client in another language may show others.
 */
export const KNOWN_ROWS = new Set(
  [
    'DG URL Internal',
    'DG URL External',
    'Quality Metrics URI',
    'ABS Server Internal URL',
    'ABS Server External URL',
    'Voice mail URI',
    'Exum URL',
    'Exum Enabled',
    'MRAS Server',
    'GAL Status',
    'Focus Factory',
    'Location Profile',
    'Call Park Server URI',
    'Server Address Internal',
    'Server Address External',
    'Server SIP URI',
    'Controlled Phones',
    'GAL or Server Based Search',
    'PC to PC AV Encryption',
    'Telephony Mode',
    'Line Configured From',
    'Configuration Mode',
    'EWS Internal URL',
    'EWS External URL',
    'EWS Information',
    'MAPI Information',
    'SharePoint Search Center URL',
    'Skill Search URL',
    'Connected Lync Server',
    'Connected Skype for Business Server',
    'Local Log Folder',
    'Inside User Status',
    'Contact List Provider',
    'Pairing State',
    'UCS Connectivity State',
    'License State',
    'Hanging Notification Status',
    'pChat Room Mgmt Int URL',
    'pChat Room Mgmt Ext URL',
    'pChat URIs',
    'pChat Default URI',
  ].map((name) => name.toLowerCase()),
)

/**
 * In lower case. One of them is in every known name except `Local Log Folder`, whose words are in
 * many texts; a single row is no Configuration Information. They are rare in other texts.
 */
export const ROW_WORDS: readonly string[] = [
  'internal',
  'external',
  'metrics',
  'voice',
  'exum',
  'mras',
  'gal',
  'factory',
  'profile',
  'park',
  'sip',
  'controlled',
  'encryption',
  'telephony',
  'configured',
  'mode',
  'ews',
  'mapi',
  'sharepoint',
  'skill',
  'lync',
  'skype',
  'inside',
  'provider',
  'pairing',
  'ucs',
  'license',
  'hanging',
  'pchat',
]

const PREFIX_CHARACTERS = Math.min(...[...KNOWN_ROWS].map((name) => name.length))
const PREFIXES = new Set([...KNOWN_ROWS].map((name) => name.slice(0, PREFIX_CHARACTERS)))
const pairs = new FirstPairs()
for (const name of KNOWN_ROWS) pairs.add(name.charAt(0), name.charAt(1))

/**
 * Whether a line can be a row with a known name. Fast, because it runs on the lines of any text, and
 * is false for most of them.
 */
export function mayBeKnownRow(line: string): boolean {
  let start = 0
  while (isBeforeName(line.charCodeAt(start))) start += 1
  return (
    pairs.mayMatch(line, start) &&
    PREFIXES.has(line.slice(start, start + PREFIX_CHARACTERS).toLowerCase())
  )
}

/** A blank, a quote, or a pipe of a table. */
const isBeforeName = (code: number): boolean =>
  code === 0x20 ||
  code === 9 ||
  code === 0x22 ||
  code === 0x7c ||
  code === 0xa0 ||
  code === 0x2007 ||
  code === 0x202f

/** The separator behind the known name that begins a line. Undefined where no known row begins. */
export const knownRowSeparator = (line: string): Separator | undefined =>
  [...rowNames(line)].find(([, name]) => KNOWN_ROWS.has(name))?.[0]

export const startsKnownRow = (line: string): boolean =>
  mayBeKnownRow(line) && knownRowSeparator(line) !== undefined
