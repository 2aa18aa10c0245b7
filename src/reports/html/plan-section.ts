import type { Diagnosis, EvidenceToCollect, PlannedAction } from '../../model/diagnosis.ts'
import { formatCount } from '../../model/duration.ts'
import {
  DIAGNOSIS_TITLES,
  groupByRole,
  numberSteps,
  type PlanStep,
  ROLE_LABELS,
} from '../diagnosis-text.ts'
import { planTextLines } from '../plan-text.ts'
import { commandsBlock } from './commands-block.ts'
import { ruleNames } from './missing-list.ts'
import { type Content, html, type SafeHtml } from './safe-html.ts'
import { type HeadingLevel, heading, nextLevel } from './section.ts'

/** Characters in a row of the plan, about, where it is beside the answer. */
const ROW_CHARACTERS = 78
/** A plan that takes no more rows shows its commands without being asked. */
const MAX_OPEN_ROWS = 14
const LINE_END = html`\n`

/**
 * Returns the section of a case page with the steps of the plan by role, then what to collect next.
 * The commands of a long plan are collapsed, so that all its steps fit on a screen.
 */
export function planSection(diagnosis: Diagnosis, id: string, level: HeadingLevel): SafeHtml {
  const { outcome, actions, collectNext } = diagnosis
  const innerLevel = nextLevel(level)
  const isOpen = countRows(actions, collectNext) <= MAX_OPEN_ROWS
  const groups = groupByRole(numberSteps(actions)).map(
    ({ role, steps }) => html`<div class="plan-role">${heading(innerLevel, ROLE_LABELS[role])}
<ol class="steps">${steps.map((step) => planStep(step, isOpen))}</ol></div>
`,
  )
  const stepCount = html` <span class="note">${formatCount(actions.length, 'step')}</span>`
  const title = [DIAGNOSIS_TITLES.plan, actions.length > 0 && stepCount]
  return html`<section class="part plan" id="${id}" aria-labelledby="${id}-title">
<div class="part-head">${heading(level, title, `${id}-title`)}${planButtons(diagnosis, id)}</div>
${actions.length > 0 ? groups : html`<p class="nothing">${withoutSteps(outcome)}</p>`}
${collectNext.length > 0 && collectList(collectNext, isOpen, innerLevel, id)}
</section>
`
}

/** Says why the plan has no step. Missing evidence is no reason to change nothing. */
const withoutSteps = (outcome: Diagnosis['outcome']): string =>
  outcome === 'nothing-wrong' ? 'Nothing has to be changed.' : 'What to change is not known yet.'

/** Buttons for the whole plan, and its text to copy. All are hidden until the script runs. */
function planButtons(diagnosis: Diagnosis, id: string): Content {
  const lines = planTextLines(diagnosis)
  if (lines.length === 0) return ''
  const text = lines.map((line, index) => [index > 0 && LINE_END, line])
  return html`<div class="part-buttons">
<button type="button" class="copy" data-toggle="${id}" hidden>Show details</button>
<button type="button" class="copy" data-copy="${id}-text" hidden>Copy plan</button></div>
<pre id="${id}-text" hidden>${text}</pre>`
}

function planStep({ number, action }: PlanStep, isOpen: boolean): SafeHtml {
  const { do: text, user, commands, verify } = action
  const owner = user !== undefined && html` <span class="note">For <bdi>${user}</bdi>.</span>`
  const body = html`${commandsBlock(commands)}
<p class="check"><strong>Check:</strong> ${verify}</p>`
  return html`<li value="${number}" data-entry>
<span class="step-number">${number}</span>${stepDetails([text, owner], body, commands, isOpen)}</li>
`
}

/** Lists the evidence that would decide what is open. */
function collectList(
  collectNext: readonly EvidenceToCollect[],
  isOpen: boolean,
  level: HeadingLevel,
  id: string,
): SafeHtml {
  const items = collectNext.map(({ evidence, how, commands, decides }) => {
    const text = html`<strong>${evidence}</strong>`
    const body = html`<p>${how}</p>${commandsBlock(commands)}
<p class="check">Decides ${ruleNames(decides)}</p>`
    return html`<li data-entry><span class="step-number">?</span>${stepDetails(text, body, commands, isOpen)}</li>
`
  })
  return html`<div class="plan-role" id="${id}-collect">
${heading(level, DIAGNOSIS_TITLES.collectNext)}
<ul class="steps is-evidence">${items}</ul></div>`
}

function stepDetails(
  text: Content,
  body: SafeHtml,
  commands: readonly string[],
  isOpen: boolean,
): SafeHtml {
  const hint =
    commands.length > 0 &&
    html` <span class="hint">${formatCount(commands.length, 'command')}</span>`
  const openAttribute = isOpen && html` open`
  return html`<details class="step"${openAttribute}><summary>${text}${hint}</summary>${body}</details>`
}

/** The rows that the plan takes with its commands, about. */
const countRows = (
  actions: readonly PlannedAction[],
  collectNext: readonly EvidenceToCollect[],
): number =>
  [
    ...actions.flatMap(({ do: text, commands, verify }) => [text, ...commands, verify]),
    ...collectNext.flatMap(({ how, commands }) => [how, ...commands]),
  ].reduce((rows, text) => rows + Math.ceil(text.length / ROW_CHARACTERS), 0)
