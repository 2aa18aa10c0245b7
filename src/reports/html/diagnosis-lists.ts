import type { DiagnosedCause, Diagnosis, EvidenceToCollect } from '../../model/diagnosis.ts'
import { formatNumber } from '../../model/duration.ts'
import { formatMoment } from '../../model/moment.ts'
import {
  CERTAINTY_LABELS,
  explainsText,
  groupByRole,
  MAX_REASONS,
  numberSteps,
  type PlanStep,
  ROLE_LABELS,
  unexplainedText,
} from '../diagnosis-text.ts'
import { commandsBlock } from './commands-block.ts'
import { parseMoment } from './parse-moment.ts'
import { type Content, html, type SafeHtml } from './safe-html.ts'
import { type HeadingLevel, heading } from './section.ts'
import { sourceList } from './source-list.ts'

/** Lists the causes with their certainty and reasons, then what none of them explains. */
export function causeList({ causes, unexplained }: Diagnosis): SafeHtml {
  const remaining = unexplained.map(
    (symptom) => html`<li class="is-warning" data-entry><p><strong>Unexplained</strong>
${unexplainedText(symptom)}</p></li>`,
  )
  return html`<ul class="causes">${causes.map(causeItem)}${remaining}</ul>`
}

function causeItem(cause: DiagnosedCause): SafeHtml {
  const { rule, title, user, since, certainty, because, causedBy, supersedes } = cause
  const omitted = because.length - MAX_REASONS
  const explained = explainsText(cause)
  const details: readonly Content[] = [
    user !== undefined && html`<li>for <bdi>${user}</bdi></li>`,
    since !== undefined && html`<li>since ${moment(since)}</li>`,
    explained !== undefined && html`<li>${explained}</li>`,
    causedBy.length > 0 && html`<li>possibly because of ${ruleList(causedBy)}</li>`,
    supersedes.length > 0 && html`<li>supersedes ${ruleList(supersedes)}</li>`,
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

const ruleList = (rules: readonly string[]): Content =>
  rules.map((rule, index) => [index > 0 && ', ', html`<code>${rule}</code>`])

function moment(time: string): Content {
  const at = parseMoment(time)
  return html`<time datetime="${time}">${at === undefined ? time : formatMoment(at)}</time>`
}

/** Lists the steps of the plan by role. Their numbers count all roles together. */
export function planList({ actions }: Diagnosis, level: HeadingLevel): SafeHtml {
  const groups = groupByRole(numberSteps(actions)).map(
    ({ role, steps }) => html`<div class="plan">${heading(level, ROLE_LABELS[role])}
<ol class="plan-steps">${steps.map(planStep)}</ol></div>
`,
  )
  return html`${groups}`
}

function planStep({ number, action }: PlanStep): SafeHtml {
  const { do: text, user, commands, verify } = action
  const owner = user !== undefined && html`<span class="note"> For <bdi>${user}</bdi>.</span>`
  return html`<li value="${String(number)}" data-entry><p>${text}${owner}</p>${commandsBlock(commands)}
<p class="check"><strong>Check:</strong> ${verify}</p></li>
`
}

/** Lists the evidence that would decide what is open. */
export function collectList(collectNext: readonly EvidenceToCollect[]): SafeHtml {
  const items = collectNext.map(
    ({ evidence, how, commands, decides }) => html`<li data-entry><p><strong>${evidence}</strong>
decides ${ruleList(decides)}</p><p>${how}</p>${commandsBlock(commands)}</li>
`,
  )
  return html`<ul class="causes">${items}</ul>`
}
