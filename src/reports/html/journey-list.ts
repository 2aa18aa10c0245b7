import { plural } from '../../model/duration.ts'
import type { JourneyReport, JourneyStage } from '../../model/journey.ts'
import { momentText } from '../../model/moment.ts'
import { sourceText } from '../../model/source-ref.ts'
import { momentOf } from './moment-of.ts'
import { html, type SafeHtml } from './safe-html.ts'

const STAGES: Readonly<Record<JourneyStage, string>> = {
  sent: 'Sent',
  'recipient-offline': 'Recipient offline (480)',
  spooled: 'Spooled',
  'picked-up': 'Picked up',
  'ews-answered': 'EWS answered',
  gone: 'Gone from the spool',
  stuck: 'Stuck',
}
/** So many stand open; a reader who looks for another unfolds the rest. */
const FIRST = 20

/** The way of each offline message, latest first, step by step. */
export function journeyList(journeys: readonly JourneyReport[]): SafeHtml {
  const latest = [...journeys].reverse()
  const rest = latest.slice(FIRST)
  return html`<ul class="journeys">${latest.slice(0, FIRST).map(journeyItem)}</ul>${
    rest.length > 0 &&
    html`<details class="more"><summary>${plural(rest.length, 'earlier message')}</summary><ul class="journeys">${rest.map(journeyItem)}</ul></details>`
  }`
}

function journeyItem({ key, user, recipient, steps }: JourneyReport): SafeHtml {
  const last = steps.at(-1)?.stage
  return html`<li data-entry class="${last === 'stuck' && 'is-stuck'}"><p class="whom">${
    recipient === undefined ? 'A message whose recipient is not known' : html`To <strong><bdi>${recipient}</bdi></strong>`
  }${user !== undefined && html` from <bdi>${user}</bdi>`}</p><p class="key"><code>${key}</code></p>
<ol class="steps">${steps.map(
    ({ stage, at, text, inferred, source }) =>
      html`<li class="step is-${stage}${inferred && ' inferred'}"><p class="stage">${STAGES[stage] ?? stage}</p><p class="when">${timeText(at)}</p><p>${text}</p>${
        inferred && html`<p class="note">Inferred: joined by its time alone</p>`
      }<p class="source"><code>${sourceText(source)}</code></p></li>`,
  )}</ol></li>
`
}

function timeText(time: string): SafeHtml {
  const at = momentOf(time)
  return at === undefined ? html`${time}` : html`<time datetime="${time}">${momentText(at)}</time>`
}
