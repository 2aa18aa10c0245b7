import { formatCount, formatDuration } from '../../model/duration.ts'
import type { JoinKind, JourneyReport, JourneyStage } from '../../model/journey.ts'
import { formatMoment } from '../../model/moment.ts'
import { formatSource } from '../../model/source-ref.ts'
import { parseMoment } from './parse-moment.ts'
import { html, type SafeHtml } from './safe-html.ts'

const STAGE_NAMES: Readonly<Record<JourneyStage, string>> = {
  sent: 'Sent',
  'recipient-offline': 'Recipient offline (480)',
  spooled: 'Spooled',
  'picked-up': 'Picked up',
  'ews-answered': 'EWS answered',
  gone: 'Gone from the spool',
  stuck: 'Stuck',
  reached: 'Reached',
}
const JOIN_METHODS: Readonly<Record<JoinKind, string>> = {
  'call-id': 'by its Call-ID',
  'conversation-id': 'by the id of its conversation',
  item: 'by the spooled item',
  time: 'by its time alone',
}
/** So many stand open; a reader who looks for another unfolds the rest. */
const VISIBLE_JOURNEYS = 20

/** The way of each offline message, latest first, step by step. */
export function journeyList(journeys: readonly JourneyReport[], omitted = 0): SafeHtml {
  const latest = [...journeys].reverse()
  const rest = latest.slice(VISIBLE_JOURNEYS)
  return html`<ul class="journeys">${latest.slice(0, VISIBLE_JOURNEYS).map(journeyItem)}</ul>${
    rest.length > 0 &&
    html`<details class="more"><summary>${formatCount(rest.length, 'earlier message')}</summary><ul class="journeys">${rest.map(journeyItem)}</ul></details>`
  }${omitted > 0 && html`<p class="note">${formatCount(omitted, 'earlier message')} left out.</p>`}`
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
      html`<li class="step is-${stage}${inferred && ' inferred'}"><p class="stage">${STAGE_NAMES[stage] ?? stage}</p><p class="when">${timeText(at)}</p><p>${text}</p>${
        (inferred || by !== undefined) &&
        html`<p class="note">${joinedText(inferred, by ?? 'time', within)}</p>`
      }<p class="source"><code>${formatSource(source)}</code></p></li>`,
  )}</ol></li>
`
}

/** What joins a step to those before it, and whether that proves anything. */
function joinedText(inferred: boolean, by: JoinKind, within: number | undefined): string {
  const near = within === undefined ? '' : `, within ${formatDuration(within)}`
  return `${inferred ? 'Inferred: joined' : 'Joined'} ${JOIN_METHODS[by] ?? by}${near}`
}

function timeText(time: string): SafeHtml {
  const at = parseMoment(time)
  return at === undefined
    ? html`${time}`
    : html`<time datetime="${time}">${formatMoment(at)}</time>`
}
