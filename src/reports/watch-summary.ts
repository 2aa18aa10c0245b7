import { explainsText } from '../model/answer/answer-text.ts'
import { present, when } from '../model/defined.ts'
import type { DiagnosedCause } from '../model/diagnosis.ts'
import { formatCount, formatDuration, formatNumber } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { formatMoment, formatTimeSpan } from '../model/moment.ts'
import { toPrintable } from '../model/text/printable.ts'
import { paintLines, type TextStyle, wrapPath, wrapText } from '../terminal/layout.ts'
import { safeText, shortenPath } from '../terminal/safe-text.ts'
import { joinLines, type TerminalText, type Text } from '../terminal/terminal-text.ts'
import { DETAILS } from './table/answer-detail.ts'
import { affectedLines, causeLines, outcomeLines } from './table/answer-findings.ts'

/**
 * Summarizes a live session: how long it was watched, the diagnosis at its end, what happened to
 * the messages, and where reports were written.
 */
export function watchSummary(view: LiveView, style: TextStyle): TerminalText {
  const { startedAt, now, report, reportPaths, reading } = view
  const { diagnosis } = report
  const [detail] = DETAILS
  const watched = `Watched for ${formatDuration(Math.max(now - startedAt, 0))}`
  const lines = [
    ...paintLines(
      style,
      'bold',
      wrapText(`${watched}, ${formatTimeSpan(startedAt, now)}`, style.width),
    ),
    ...(reading === undefined && diagnosis !== undefined && detail !== undefined
      ? [
          ...outcomeLines(report, diagnosis, style, detail),
          ...affectedLines(report, diagnosis, style),
          ...causeLines(report, diagnosis, style, detail),
        ]
      : ['The history was not read to its end, so there is no diagnosis.']),
    ...earlierLines(view, style),
    ...wrapText(messagesText(view), style.width),
    ...when(reportPaths.length > 0, () => [
      'Reports written:',
      ...reportPaths.flatMap((path) => wrapPath(toPrintable(shortenPath(path)), style.width, 2)),
    ]),
  ]
  return joinLines(lines)
}

/** Lists the causes that explained more, or were more certain, earlier in the session. */
function earlierLines(
  { strongestCauses, report }: LiveView,
  { width }: TextStyle,
): readonly Text[] {
  const isAsStrong = ({ rule, user, certainty, explains }: DiagnosedCause) =>
    report.diagnosis?.causes.some(
      (cause) =>
        cause.rule === rule &&
        cause.user === user &&
        cause.certainty === certainty &&
        cause.explains.messages >= explains.messages,
    )
  const earlier = strongestCauses.filter(({ cause }) => !isAsStrong(cause))
  return when(earlier.length > 0, () => [
    'Earlier in the session',
    ...earlier.flatMap(({ cause, until }) => {
      const text = present([cause.title, explainsText(cause, report.verdicts)]).join(', ')
      const marker = `  ${cause.certainty}  `
      const options = { indent: marker.length, marker }
      return wrapText(safeText(`${text}, until ${formatMoment(until)}`), width, options)
    }),
  ])
}

/** `4 messages seen in the spool, 2 got stuck, 3 went, 1 still there, 1 of them stuck.` */
function messagesText({ itemCounts, items, now, stuckAfter }: LiveView): Text {
  const { seen, stuck, gone } = itemCounts
  if (seen === 0) return 'No message was spooled.'
  const stuckNow = items.filter(({ since }) => now - since > stuckAfter).length
  const texts = present([
    `${formatCount(seen, 'message')} seen in the spool`,
    stuck > 0 ? `${formatNumber(stuck)} got stuck` : 'none got stuck',
    `${formatNumber(gone)} went`,
    items.length > 0 ? `${formatNumber(items.length)} still there` : undefined,
    stuckNow > 0 ? `${formatNumber(stuckNow)} of them stuck` : undefined,
  ])
  return safeText(`${texts.join(', ')}.`)
}
