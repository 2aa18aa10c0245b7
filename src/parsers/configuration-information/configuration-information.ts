import { defined } from '../../model/defined.ts'
import type { Parser } from '../../model/parser.ts'
import { headLines } from '../shared/head-lines.ts'
import { readWholeText } from '../shared/read-whole-text.ts'

/**
 * Row names of the window in English, in lower case. A client in another language may show others.
 */
const KNOWN_ROWS = new Set(
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
const MIN_KNOWN_ROWS = 2
/** Longer lines are not rows of this window. */
const MAX_ROW_CHARACTERS = 4000

interface Row {
  readonly name: string
  readonly value: string
  readonly status?: string
}

/**
 * Text copied from the Configuration Information window of the client: rows of name, value and
 * status.
 */
export const configurationInformation: Parser = {
  format: 'configuration-information',
  title: 'Configuration Information of the client',
  isLog: false,
  recognise(head) {
    const names = new Set<string>()
    for (const line of headLines(head)) {
      const name = rowName(line)
      if (KNOWN_ROWS.has(name)) names.add(name)
    }
    return names.size >= MIN_KNOWN_ROWS ? {} : undefined
  },
  open: (context) =>
    readWholeText(context, (text, { path, tally, emit }) => {
      for (const [index, line] of text.split('\n').entries()) {
        const row = parseRow(line)
        if (!row) continue
        tally.records += 1
        emit({ kind: 'configuration-row', ...row, source: { path, line: index + 1 } })
      }
    }),
}

/**
 * The name that `parseRow` would find, in lower case. Empty when it would find none. Fast, because
 * it runs on the lines of any text.
 */
function rowName(line: string): string {
  const text = line.trim()
  if (text.length > MAX_ROW_CHARACTERS) return ''
  let end = text.indexOf(';')
  if (end < 0) end = text.indexOf('\t')
  if (end < 0) end = text.indexOf('  ')
  return end <= 0 ? '' : text.slice(0, end).trimEnd().toLowerCase()
}

/**
 * Splits a line at `;`, otherwise at TAB, otherwise at two or more blanks. A status in an unknown
 * language is kept as it is. `--` means no value.
 */
function parseRow(line: string): Row | undefined {
  const text = line.trim()
  if (text === '' || text.length > MAX_ROW_CHARACTERS) return undefined
  const separator = [';', '\t'].find((candidate) => text.includes(candidate)) ?? / {2,}/
  const [name = '', ...rest] = text.split(separator).map((field) => field.trim())
  if (name === '' || rest.length === 0) return undefined
  while (rest.length > 1 && rest.at(-1) === '') rest.pop()
  // EWS Internal URL;https://mail.contoso.example/a;b;--
  const status = rest.length > 1 ? rest.pop() : undefined
  const value = rest.join(typeof separator === 'string' ? separator : '  ')
  return {
    name,
    value: value === '--' ? '' : value,
    ...defined({ status: status === undefined || status === '--' ? undefined : status }),
  }
}
