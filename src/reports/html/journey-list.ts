import { durationText, plural } from '../../model/duration.ts'
import type { JoinedBy, JourneyReport, JourneyStage } from '../../model/journey.ts'
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
  reached: 'Reached',
}
const JOINED: Readonly<Record<JoinedBy, string>> = {
  'call-id': 'by its Call-ID',
  'conversation-id': 'by the id of its conversation',
  item: 'by the spooled item',
  time: 'by its time alone',
}
/** So many stand open; a reader who looks for another unfolds the rest. */
const FIRST = 20

/** The way of each offline message, latest first, step by step. */
export function journeyList(journeys: readonly JourneyReport[], omitted = 0): SafeHtml {
  const latest = [...journeys].reverse()
  const rest = latest.slice(FIRST)
  return html`<ul class="journeys">${latest.slice(0, FIRST).map(journeyItem)}</ul>${
    rest.length > 0 &&
    html`<details class="more"><summary>${plural(rest.length, 'earlier message')}</summary><ul class="journeys">${rest.map(journeyItem)}</ul></details>`
  }${omitted > 0 && html`<p class="note">${plural(omitted, 'earlier message')} left out.</p>`}`
}

function journeyItem({ key, user, recipient, conversation, steps }: JourneyReport): SafeHtml {
  const last = steps.at(-1)?.stage
  return html`<li data-entry class="${last === 'stuck' && 'is-stuck'}"><p class="whom">${
    recipient === undefined
      ? 'A message whose recipient is not known'
      : html`To <strong><bdi>${recipient}</bdi></strong>`
  }${user !== undefined && html` from <bdi>${user}</bdi>`}</p><p class="key"><code>${key}</code>${conversation !== undefined && html` · conversation <code>${conversation}</code>`}</p>
<ol class="steps">${steps.map(
    ({ stage, at, text, inferred, by, within, source }) =>
      html`<li class="step is-${stage}${inferred && ' inferred'}"><p class="stage">${STAGES[stage] ?? stage}</p><p class="when">${timeText(at)}</p><p>${text}</p>${
        (inferred || by !== undefined) &&
        html`<p class="note">${joinedText(inferred, by ?? 'time', within)}</p>`
      }<p class="source"><code>${sourceText(source)}</code></p></li>`,
  )}</ol></li>
`
}

/** What joins a step to those before it, and whether that proves anything. */
function joinedText(inferred: boolean, by: JoinedBy, within: number | undefined): string {
  const near = within === undefined ? '' : `, within ${durationText(within)}`
  return `${inferred ? 'Inferred: joined' : 'Joined'} ${JOINED[by] ?? by}${near}`
}

function timeText(time: string): SafeHtml {
  const at = momentOf(time)
  return at === undefined ? html`${time}` : html`<time datetime="${time}">${momentText(at)}</time>`
}
