import { formatCount } from '../../model/duration.ts'
import type { JourneyReport } from '../../model/journey.ts'
import { formatMoment } from '../../model/moment.ts'
import { joinText } from '../journey-text.ts'
import { parseMoment } from './parse-moment.ts'
import { type Content, html, type SafeHtml } from './safe-html.ts'
import { sourceList } from './source-list.ts'

type Step = JourneyReport['steps'][number]

/** The other journeys are collapsed. */
const VISIBLE_JOURNEYS = 20

/**
 * Lists offline messages as a table with a row for each, the latest first. Times are short, with the
 * full time as their title. `omitted`: number of earlier messages that the report does not contain.
 */
export function journeyTable(journeys: readonly JourneyReport[], omitted = 0): SafeHtml {
  const latestFirst = [...journeys].reverse()
  const hidden = latestFirst.slice(VISIBLE_JOURNEYS)
  const omittedText = omitted > 0 && `${formatCount(omitted, 'earlier message')} left out.`
  return html`${table(latestFirst.slice(0, VISIBLE_JOURNEYS), 'Latest messages')}${
    hidden.length > 0 &&
    html`<details class="more"><summary>${formatCount(hidden.length, 'earlier message')}</summary>
${table(hidden, 'Earlier messages')}</details>`
  }${omittedText && html`<p class="note">${omittedText}</p>`}`
}

function table(journeys: readonly JourneyReport[], caption: string): SafeHtml {
  const header = ['First seen (UTC)', 'To', 'Steps'].map(
    (title) => html`<th scope="col">${title}</th>`,
  )
  return html`<table class="journeys"><caption class="unseen">${caption}</caption>
<thead><tr>${header}</tr></thead><tbody>${journeys.map(journeyRow)}</tbody></table>`
}

function journeyRow(journey: JourneyReport): SafeHtml {
  const { key, conversation, steps, user, recipient } = journey
  const firstAt = steps[0]?.at ?? ''
  const day = firstAt.slice(0, 10)
  const to = recipient === undefined ? 'recipient unknown' : html`<bdi>${recipient}</bdi>`
  const sender = user !== undefined && html` <span class="note">from <bdi>${user}</bdi></span>`
  const conversationText =
    conversation !== undefined && html`, conversation <code>${conversation}</code>`
  return html`<tr data-entry>
<th scope="row">${time(firstAt, shortDateTime(firstAt))}</th>
<td>${to}${sender}</td>
<td><ol class="journey">${steps.map((step) => stepItem(step, day))}</ol>
<details class="more" data-screen-only><summary>Sources</summary>
<p class="key"><code>${key}</code>${conversationText}</p>
<ol class="step-sources">${steps.map(stepSources)}</ol></details></td></tr>
`
}

function stepItem({ stage, at, text, inferred }: Step, day: string): SafeHtml {
  // Within a day the time is enough.
  const shown = at.slice(0, 10) === day ? shortTime(at) : shortDateTime(at)
  const note = inferred && html` <span class="note">(by time)</span>`
  return html`<li class="is-${stage}">${time(at, shown)} ${text}${note}</li>
`
}

function stepSources(step: Step): SafeHtml {
  const joined = joinText(step)
  const note = joined !== undefined && html`<span class="note">${joined}.</span>`
  return html`<li>${step.text}. ${note}${sourceList([step.source])}</li>`
}

function time(at: string, shown: string): Content {
  const moment = parseMoment(at)
  return moment === undefined
    ? at
    : html`<time datetime="${at}" title="${formatMoment(moment)}">${shown}</time>`
}

/** `06:28:40` */
const shortTime = (at: string): string => at.slice(11, 19)

/** `2016-09-20 06:28:40` */
const shortDateTime = (at: string): string => `${at.slice(0, 10)} ${shortTime(at)}`
