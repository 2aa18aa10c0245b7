import { explainsText, otherFlagged, unexplainedText } from '../../model/answer/answer-text.ts'
import type { DiagnosedCause, Diagnosis } from '../../model/diagnosis.ts'
import { formatNumber } from '../../model/duration.ts'
import { formatMoment } from '../../model/moment.ts'
import type { Verdict } from '../../model/report.ts'
import { CERTAINTY_LABELS, MAX_REASONS } from '../diagnosis-text.ts'
import { ruleNames } from './missing-list.ts'
import { parseMoment } from './parse-moment.ts'
import { type Content, html, type SafeHtml } from './safe-html.ts'
import { sourceList } from './source-list.ts'
import { SEVERITY_LABELS } from './verdict-badge.ts'

/**
 * Lists the causes with their certainty and reasons, what none of them explains, and what else is
 * flagged. Empty when there is nothing to list.
 */
export function causeList(diagnosis: Diagnosis, verdicts: readonly Verdict[]): SafeHtml {
  const { causes, unexplained } = diagnosis
  const others = otherFlagged(diagnosis, verdicts).map(otherItem)
  if (causes.length + unexplained.length + others.length === 0) return html``
  const remaining = unexplained.map(
    (symptom) => html`<li class="is-warning" data-entry><p><strong>Unexplained</strong>
${unexplainedText(symptom, verdicts)}</p></li>`,
  )
  const items = [causes.map((cause) => causeItem(cause, verdicts)), remaining, others]
  return html`<ul class="causes">${items}</ul>`
}

/** A limit of the evidence, or a note. */
const otherItem = ({ rule, severity, title, message }: Verdict): SafeHtml =>
  html`<li class="is-${severity}" data-entry><p><strong>${SEVERITY_LABELS[severity]}</strong>
${title} <code>${rule}</code></p><p>${message}</p></li>`

function causeItem(cause: DiagnosedCause, verdicts: readonly Verdict[]): SafeHtml {
  const { rule, title, user, since, certainty, because, causedBy, supersedes } = cause
  const omitted = because.length - MAX_REASONS
  const explained = explainsText(cause, verdicts)
  const details: readonly Content[] = [
    user !== undefined && html`<li>for <bdi>${user}</bdi></li>`,
    since !== undefined && html`<li>since ${moment(since)}</li>`,
    explained !== undefined && html`<li>${explained}</li>`,
    causedBy.length > 0 && html`<li>possibly because of ${ruleNames(causedBy)}</li>`,
    supersedes.length > 0 && html`<li>supersedes ${ruleNames(supersedes)}</li>`,
  ]
  const reasons = because
    .slice(0, MAX_REASONS)
    .map(({ text, sources }) => html`<li><p>${text}</p>${sourceList(sources)}</li>`)
  const more = omitted > 0 && html`<li class="note">and ${formatNumber(omitted)} more</li>`
  return html`<li class="is-${certainty === 'possible' ? 'warning' : 'error'}" data-entry>
<p><strong>${CERTAINTY_LABELS[certainty]}</strong> ${title} <code>${rule}</code></p>
<ul class="cause-details">${details}</ul>
<ul class="findings">${reasons}${more}</ul></li>
`
}

function moment(time: string): Content {
  const at = parseMoment(time)
  return html`<time datetime="${time}">${at === undefined ? time : formatMoment(at)}</time>`
}
