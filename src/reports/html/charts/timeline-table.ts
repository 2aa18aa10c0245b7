import { formatDuration } from '../../../model/duration.ts'
import { formatMoment, formatTimeSpan } from '../../../model/moment.ts'
import { formatSource } from '../../../model/source-ref.ts'
import type { Timeline } from '../../../model/timeline.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { scrollable } from '../table-parts.ts'
import { type CaseTimes, waitedText } from './case-times.ts'
import { MARK_LABELS } from './mark-shapes.ts'

/** Lists everything in the timeline, including what the chart has no room for. */
export function timelineTable(timeline: Timeline, times: CaseTimes): SafeHtml {
  const rows = [
    ...times.logs.flatMap(({ path, from, to, gaps }) => [
      row(formatTimeSpan(from, to), 'Log covers', path),
      ...gaps.map((gap) =>
        row(
          formatTimeSpan(gap.from, gap.to),
          `Log has a gap of ${formatDuration(gap.to - gap.from)}`,
          path,
        ),
      ),
    ]),
    ...times.marks.map(({ at, kind, text, source }) =>
      row(formatMoment(at), `${MARK_LABELS[kind]}: ${text}`, formatSource(source)),
    ),
    ...times.spooled.map((item) =>
      row(formatMoment(item.since), `Spooled, ${waitedText(item)}`, item.name),
    ),
  ]
  const { marks, spooled, logs = 0, gaps = 0 } = timeline.omitted
  const omitted = marks + spooled + logs + gaps
  const header = ['When', 'What', 'Where'].map((title) => html`<th scope="col">${title}</th>`)
  return scrollable(
    'The timeline as a table',
    html`<table class="timeline"><thead><tr>${header}</tr></thead><tbody>${rows}</tbody></table>${
      omitted > 0 && html`<p class="note">${omitted} more are not in the report.</p>`
    }`,
  )
}

const row = (when: string, what: string, where: string): SafeHtml =>
  html`<tr><td class="when">${when}</td><td>${what}</td><td><code>${where}</code></td></tr>
`
