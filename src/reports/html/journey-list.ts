import { formatCount } from '../../model/duration.ts'
import type { JourneyReport, JourneyStage } from '../../model/journey.ts'
import { formatMoment } from '../../model/moment.ts'
import { formatSource } from '../../model/source-ref.ts'
import { joinText } from '../journey-text.ts'
import { parseMoment } from './parse-moment.ts'
import { type Content, html, type SafeHtml } from './safe-html.ts'

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
/** The other journeys are collapsed. */
const VISIBLE_JOURNEYS = 20

/** Lists offline messages with the steps of their journeys, the latest first. */
export function journeyList(journeys: readonly JourneyReport[], omitted = 0): SafeHtml {
  const latestFirst = [...journeys].reverse()
  const visible = latestFirst.slice(0, VISIBLE_JOURNEYS).map(journeyItem)
  const hidden = latestFirst.slice(VISIBLE_JOURNEYS)
  const omittedText = omitted > 0 && `${formatCount(omitted, 'earlier message')} left out.`
  return html`<ul class="journeys">${visible}</ul>${
    hidden.length > 0 &&
    html`<details class="more"><summary>${formatCount(hidden.length, 'earlier message')}</summary>
<ul class="journeys">${hidden.map(journeyItem)}</ul></details>`
  }${omittedText && html`<p class="note">${omittedText}</p>`}`
}

function journeyItem(journey: JourneyReport): SafeHtml {
  const { key, conversation, steps } = journey
  const isStuck = steps.at(-1)?.stage === 'stuck'
  const conversationText =
    conversation !== undefined && html` · conversation <code>${conversation}</code>`
  return html`<li data-entry class="${isStuck && 'is-stuck'}">
<p class="whom">${addressText(journey)}</p>
<p class="key"><code>${key}</code>${conversationText}</p>
<ol class="steps">${steps.map(stepItem)}</ol></li>
`
}

function addressText({ user, recipient }: JourneyReport): Content {
  const sender = user !== undefined && html` from <bdi>${user}</bdi>`
  return recipient === undefined
    ? html`Message${sender} (recipient unknown)`
    : html`To <strong><bdi>${recipient}</bdi></strong>${sender}`
}

function stepItem(step: JourneyReport['steps'][number]): SafeHtml {
  const { stage, at, text, inferred, source } = step
  const joined = joinText(step)
  const joinNote = joined !== undefined && html`<p class="note">${joined}</p>`
  return html`<li class="step is-${stage}${inferred && ' inferred'}">
<p class="stage">${STAGE_NAMES[stage] ?? stage}</p>
<p class="when">${timeText(at)}</p>
<p>${text}</p>${joinNote}<p class="source"><code>${formatSource(source)}</code></p></li>`
}

function timeText(time: string): Content {
  const at = parseMoment(time)
  return at === undefined ? time : html`<time datetime="${time}">${formatMoment(at)}</time>`
}
