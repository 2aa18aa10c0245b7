import { durationText } from '../../../model/duration.ts'
import { momentText, spanText } from '../../../model/moment.ts'
import { sourceText } from '../../../model/source-ref.ts'
import type { Timeline } from '../../../model/timeline.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { scrolled } from '../sortable.ts'
import { type CaseTimes, waitedText } from './case-times.ts'
import { MARK_KINDS } from './mark-shapes.ts'

/** What the timeline shows, in words: all of it, what the picture has no room for too. */
export function timelineTable(timeline: Timeline, times: CaseTimes): SafeHtml {
  const rows = [
    ...times.logs.flatMap(({ path, from, to, gaps }) => [
      row(spanText(from, to), 'Log covers', path),
      ...gaps.map((gap) =>
        row(
          spanText(gap.from, gap.to),
          `Log is silent for ${durationText(gap.to - gap.from)}`,
          path,
        ),
      ),
    ]),
    ...times.marks.map(({ at, kind, text, source }) =>
      row(momentText(at), `${MARK_KINDS[kind]}: ${text}`, sourceText(source)),
    ),
    ...times.spooled.map((item) =>
      row(momentText(item.since), `Spooled, waited ${waitedText(item)}`, item.name),
    ),
  ]
  const { marks, spooled, logs = 0, gaps = 0 } = timeline.omitted
  const lost = marks + spooled + logs + gaps
  return scrolled(
    'The timeline as a table',
    html`<table class="timeline"><thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Where</th></tr></thead><tbody>${rows}</tbody></table>${
      lost > 0 && html`<p class="note">${lost} more are not in the report.</p>`
    }`,
  )
}

const row = (when: string, what: string, where: string): SafeHtml =>
  html`<tr><td class="when">${when}</td><td>${what}</td><td><code>${where}</code></td></tr>
`
