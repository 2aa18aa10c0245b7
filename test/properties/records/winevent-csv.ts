import type { LogItem } from './log-item.ts'
import { printed } from './log-item.ts'
import { embedded } from './tracefmt-text.ts'

const HEADER =
  '#TYPE System.Diagnostics.Eventing.Reader.EventLogRecord\n"Message","Id","Level","ProviderName","ProcessId","ThreadId","TimeCreated","LevelDisplayName"\n'

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

function row(item: LogItem): string {
  const { usDate, time } = printed(item.at)
  const { variant, kind } = item
  const message = kind === 'sip' ? embedded(item) : item.text
  const when = variant === 3 ? 'yesterday' : `${usDate} ${time}`
  const field = variant === 5 && !/[",\n]/.test(message) ? message : quoted(message)
  return `${field},"12","${variant % 6}","Contoso-Messaging","6700","2420","${when}","Error"\n`
}

/** Rows newest first, as Get-WinEvent lists them, or oldest first. */
export const wineventCsvOf = (items: readonly LogItem[]): string => {
  const rows = items.map((item) => (item.kind === 'stray' ? `${item.text}\n` : row(item)))
  return HEADER + (items[0]?.sent ? rows.reverse() : rows).join('')
}
