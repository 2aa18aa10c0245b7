import { present } from '../../model/defined.ts'
import { byteText, numberText, plural } from '../../model/duration.ts'
import type { EtlFileInfo, EtlInfo, EtlSessionInfo } from '../../model/etl-info.ts'
import { printable } from '../../model/printable.ts'
import { grid } from '../../terminal/grid.ts'
import { heading, type Look, paint, wrapped, wrappedPath } from '../../terminal/layout.ts'
import { ends } from '../table-facts.ts'
import { etlProviderLines } from './etl-providers.ts'
import { etlSessionRows } from './etl-session-rows.ts'

/** Of files that were joined. */
const MOST_SESSIONS = 8

/**
 * What binary traces hold, for a terminal of that width. What comes from them is made printable.
 */
export function etlInfoTable({ files, totals }: EtlInfo, look: Look): string {
  const sections = files.map((file) => fileLines(file, look))
  if (files.length > 1)
    sections.push([
      heading('All', look),
      `  ${plural(totals.events, 'event')} in ${plural(totals.files, 'file')}, ${byteText(totals.bytes)}`,
    ])
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function fileLines(file: EtlFileInfo, look: Look): string[] {
  const title = wrappedPath(ends(printable(file.path)), look.width).map((line) =>
    paint(look, 'bold', line),
  )
  if (file.sessions.length === 0)
    return [
      ...title,
      ...wrapped(`${notEtl(file)}.`, look.width, { indent: 2 }),
      ...damageLines(file, look),
    ]
  const events = file.sessions.reduce((sum, session) => sum + session.events, 0)
  const parts = present([
    byteText(file.bytes),
    file.sessions.length > 1 ? `${file.sessions.length} traces` : undefined,
    plural(events, 'event'),
    file.unusedBytes > 0
      ? `${byteText(file.unusedBytes)} kept for the file and not used`
      : undefined,
  ])
  return [
    ...title,
    ...wrapped(parts.join(' · '), look.width, { indent: 2 }),
    ...file.sessions
      .slice(0, MOST_SESSIONS)
      .flatMap((session, index) => sessionLines(session, index, file, look)),
    ...moreSessions(file, look),
    ...damageLines(file, look),
  ]
}

function moreSessions({ sessions }: EtlFileInfo, look: Look): string[] {
  const more = sessions.slice(MOST_SESSIONS)
  if (more.length === 0) return []
  const events = more.reduce((sum, session) => sum + session.events, 0)
  const text = `… and ${plural(more.length, 'more trace')} with ${plural(events, 'event')}: --format json tells of all`
  return ['', ...wrapped(text, look.width, { indent: 2 })]
}

const notEtl = ({ bytes }: EtlFileInfo): string =>
  bytes === 0 ? 'Empty' : 'No binary event trace: no buffer begins as one does'

function sessionLines(
  session: EtlSessionInfo,
  index: number,
  { sessions }: EtlFileInfo,
  look: Look,
): string[] {
  const title =
    sessions.length > 1 ? `Trace ${index + 1}, at ${numberText(session.offset)}` : 'Trace'
  const rows = etlSessionRows(session)
  const label = Math.max(...rows.map(([name]) => name.length))
  return [
    '',
    heading(title, look),
    ...grid(
      rows.map(([name, text]) => [
        paint(look, 'bold', name),
        wrapped(text, look.width - label - 4).join('\n'),
      ]),
    ),
    ...(session.providers.length === 0
      ? []
      : ['', heading('Providers', look), ...etlProviderLines(session, look)]),
  ]
}

function damageLines({ damage, damaged }: EtlFileInfo, look: Look): string[] {
  if (damaged === 0) return []
  const width = Math.max(...damage.map(({ offset }) => numberText(offset).length))
  const rows = damage.map(({ offset, text }) => [
    numberText(offset),
    wrapped(text, look.width - width - 4).join('\n'),
  ])
  const left = damaged - damage.length
  return present([
    '',
    heading('Damage', look),
    ...grid(rows, { head: ['Offset', ''].map((text) => paint(look, 'dim', text)), right: [0] }),
    left > 0 ? `  … and ${plural(left, 'more place')}` : undefined,
  ])
}
