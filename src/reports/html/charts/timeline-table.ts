import { formatDuration } from '../../../model/duration.ts'
import { formatMoment, formatTimeSpan } from '../../../model/moment.ts'
import { formatSource } from '../../../model/source-ref.ts'
import type { Timeline } from '../../../model/timeline.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { scrollable } from '../table-parts.ts'
import { type CaseTimes, waitedText } from './case-times.ts'
import { MARK_LABELS } from './mark-shapes.ts'

/** What the timeline shows, in words: all of it, what the picture has no room for too. */
export function timelineTable(timeline: Timeline, times: CaseTimes): SafeHtml {
  const rows = [
    ...times.logs.flatMap(({ path, from, to, gaps }) => [
      row(formatTimeSpan(from, to), 'Log covers', path),
      ...gaps.map((gap) =>
        row(
          formatTimeSpan(gap.from, gap.to),
          `Log is silent for ${formatDuration(gap.to - gap.from)}`,
          path,
        ),
      ),
    ]),
    ...times.marks.map(({ at, kind, text, source }) =>
      row(formatMoment(at), `${MARK_LABELS[kind]}: ${text}`, formatSource(source)),
    ),
    ...times.spooled.map((item) =>
      row(formatMoment(item.since), `Spooled, waited ${waitedText(item)}`, item.name),
    ),
  ]
  const { marks, spooled, logs = 0, gaps = 0 } = timeline.omitted
  const lost = marks + spooled + logs + gaps
  return scrollable(
    'The timeline as a table',
    html`<table class="timeline"><thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Where</th></tr></thead><tbody>${rows}</tbody></table>${
      lost > 0 && html`<p class="note">${lost} more are not in the report.</p>`
    }`,
  )
}

const row = (when: string, what: string, where: string): SafeHtml =>
  html`<tr><td class="when">${when}</td><td>${what}</td><td><code>${where}</code></td></tr>
`
