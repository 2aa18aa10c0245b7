import { present } from '../../model/defined.ts'
import { formatBytes, formatCount, formatNumber } from '../../model/duration.ts'
import type { EtlFileInfo, EtlInfo, EtlSessionInfo } from '../../model/etl-info.ts'
import { toPrintable } from '../../model/text/printable.ts'
import { formatColumns } from '../../terminal/columns.ts'
import { headingLine, paint, type TextStyle, wrapPath, wrapText } from '../../terminal/layout.ts'
import { shortenPath } from '../../terminal/safe-text.ts'
import { joinLines, type TerminalText, type Text } from '../../terminal/terminal-text.ts'
import { etlProviderLines } from './etl-providers.ts'
import { etlSessionRows } from './etl-session-rows.ts'

/**
 * Concatenated files hold several traces.
 * Limit: traces shown of a file.
 * Beyond: further ones are counted; JSON has all.
 */
const MAX_SESSIONS = 8

/**
 * Formats the result of `etl info` as text for a terminal. Text from the traces is made printable.
 */
export function etlInfoTable({ files, totals }: EtlInfo, style: TextStyle): TerminalText {
  const sections = files.map((file) => fileLines(file, style))
  if (files.length > 1)
    sections.push([
      headingLine('Total', style),
      `  ${formatCount(totals.events, 'event')} in ` +
        `${formatCount(totals.files, 'file')}, ${formatBytes(totals.bytes)}`,
    ])
  return joinLines(sections.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])))
}

function fileLines(file: EtlFileInfo, style: TextStyle): Text[] {
  const title = wrapPath(shortenPath(toPrintable(file.path)), style.width).map((line) =>
    paint(style, 'bold', line),
  )
  if (file.sessions.length === 0)
    return [
      ...title,
      ...wrapText(`${notEtlReason(file)}.`, style.width, { indent: 2 }),
      ...damageLines(file, style),
    ]
  const events = file.sessions.reduce((sum, session) => sum + session.events, 0)
  const parts = present([
    formatBytes(file.bytes),
    file.sessions.length > 1 ? `${file.sessions.length} traces` : undefined,
    formatCount(events, 'event'),
    file.unusedBytes > 0 ? `${formatBytes(file.unusedBytes)} preallocated and unused` : undefined,
  ])
  return [
    ...title,
    ...wrapText(parts.join(' · '), style.width, { indent: 2 }),
    ...file.sessions
      .slice(0, MAX_SESSIONS)
      .flatMap((session, index) => sessionLines(session, index, file, style)),
    ...moreSessions(file, style),
    ...damageLines(file, style),
  ]
}

function moreSessions({ sessions }: EtlFileInfo, style: TextStyle): Text[] {
  const more = sessions.slice(MAX_SESSIONS)
  if (more.length === 0) return []
  const events = more.reduce((sum, session) => sum + session.events, 0)
  const text =
    `… and ${formatCount(more.length, 'more trace')} with ` +
    `${formatCount(events, 'event')}: use --format json to list all`
  return ['', ...wrapText(text, style.width, { indent: 2 })]
}

const notEtlReason = ({ bytes }: EtlFileInfo): string =>
  bytes === 0 ? 'Empty' : 'Not a binary event trace: it contains no buffer'

function sessionLines(
  session: EtlSessionInfo,
  index: number,
  { sessions }: EtlFileInfo,
  style: TextStyle,
): Text[] {
  const title =
    sessions.length > 1 ? `Trace ${index + 1}, at ${formatNumber(session.offset)}` : 'Trace'
  const rows = etlSessionRows(session)
  const label = Math.max(...rows.map(([name]) => name.length))
  const lines = [
    '',
    headingLine(title, style),
    ...formatColumns(
      rows.map(([name, text]) => [
        paint(style, 'bold', name),
        wrapText(text, style.width - label - 4),
      ]),
    ),
  ]
  if (session.providers.length > 0)
    lines.push('', headingLine('Providers', style), ...etlProviderLines(session, style))
  return lines
}

function damageLines({ damage, damaged }: EtlFileInfo, style: TextStyle): Text[] {
  if (damaged === 0) return []
  const width = Math.max(...damage.map(({ offset }) => formatNumber(offset).length))
  const rows = damage.map(({ offset, text }) => [
    formatNumber(offset),
    wrapText(text, style.width - width - 4),
  ])
  const left = damaged - damage.length
  return present([
    '',
    headingLine('Damage', style),
    ...formatColumns(rows, {
      header: ['Offset', ''].map((text) => paint(style, 'dim', text)),
      rightAligned: [0],
    }),
    left > 0 ? `  … and ${formatCount(left, 'more place')}` : undefined,
  ])
}
