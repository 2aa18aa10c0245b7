import { present } from '../../model/defined.ts'
import { formatBytes, formatCount, formatNumber } from '../../model/duration.ts'
import type { EtlFileInfo, EtlInfo, EtlSessionInfo } from '../../model/etl-info.ts'
import { toPrintable } from '../../model/printable.ts'
import { formatColumns } from '../../terminal/columns.ts'
import { headingLine, paint, type TextStyle, wrapPath, wrapText } from '../../terminal/layout.ts'
import { shortenPath } from '../../terminal/safe-text.ts'
import { etlProviderLines } from './etl-providers.ts'
import { etlSessionRows } from './etl-session-rows.ts'

/** Of files that were joined. */
const MOST_SESSIONS = 8

/**
 * What binary traces hold, for a terminal of that width. What comes from them is made printable.
 */
export function etlInfoTable({ files, totals }: EtlInfo, look: TextStyle): string {
  const sections = files.map((file) => fileLines(file, look))
  if (files.length > 1)
    sections.push([
      headingLine('All', look),
      `  ${formatCount(totals.events, 'event')} in ${formatCount(totals.files, 'file')}, ${formatBytes(totals.bytes)}`,
    ])
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function fileLines(file: EtlFileInfo, look: TextStyle): string[] {
  const title = wrapPath(shortenPath(toPrintable(file.path)), look.width).map((line) =>
    paint(look, 'bold', line),
  )
  if (file.sessions.length === 0)
    return [
      ...title,
      ...wrapText(`${notEtl(file)}.`, look.width, { indent: 2 }),
      ...damageLines(file, look),
    ]
  const events = file.sessions.reduce((sum, session) => sum + session.events, 0)
  const parts = present([
    formatBytes(file.bytes),
    file.sessions.length > 1 ? `${file.sessions.length} traces` : undefined,
    formatCount(events, 'event'),
    file.unusedBytes > 0
      ? `${formatBytes(file.unusedBytes)} kept for the file and not used`
      : undefined,
  ])
  return [
    ...title,
    ...wrapText(parts.join(' · '), look.width, { indent: 2 }),
    ...file.sessions
      .slice(0, MOST_SESSIONS)
      .flatMap((session, index) => sessionLines(session, index, file, look)),
    ...moreSessions(file, look),
    ...damageLines(file, look),
  ]
}

function moreSessions({ sessions }: EtlFileInfo, look: TextStyle): string[] {
  const more = sessions.slice(MOST_SESSIONS)
  if (more.length === 0) return []
  const events = more.reduce((sum, session) => sum + session.events, 0)
  const text = `… and ${formatCount(more.length, 'more trace')} with ${formatCount(events, 'event')}: --format json tells of all`
  return ['', ...wrapText(text, look.width, { indent: 2 })]
}

const notEtl = ({ bytes }: EtlFileInfo): string =>
  bytes === 0 ? 'Empty' : 'No binary event trace: no buffer begins as one does'

function sessionLines(
  session: EtlSessionInfo,
  index: number,
  { sessions }: EtlFileInfo,
  look: TextStyle,
): string[] {
  const title =
    sessions.length > 1 ? `Trace ${index + 1}, at ${formatNumber(session.offset)}` : 'Trace'
  const rows = etlSessionRows(session)
  const label = Math.max(...rows.map(([name]) => name.length))
  return [
    '',
    headingLine(title, look),
    ...formatColumns(
      rows.map(([name, text]) => [
        paint(look, 'bold', name),
        wrapText(text, look.width - label - 4).join('\n'),
      ]),
    ),
    ...(session.providers.length === 0
      ? []
      : ['', headingLine('Providers', look), ...etlProviderLines(session, look)]),
  ]
}

function damageLines({ damage, damaged }: EtlFileInfo, look: TextStyle): string[] {
  if (damaged === 0) return []
  const width = Math.max(...damage.map(({ offset }) => formatNumber(offset).length))
  const rows = damage.map(({ offset, text }) => [
    formatNumber(offset),
    wrapText(text, look.width - width - 4).join('\n'),
  ])
  const left = damaged - damage.length
  return present([
    '',
    headingLine('Damage', look),
    ...formatColumns(rows, {
      header: ['Offset', ''].map((text) => paint(look, 'dim', text)),
      rightAligned: [0],
    }),
    left > 0 ? `  … and ${formatCount(left, 'more place')}` : undefined,
  ])
}
