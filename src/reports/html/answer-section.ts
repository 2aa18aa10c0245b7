import {
  findAffectedUsers,
  findLocalOffset,
  momentWithLocalTime,
} from '../../model/answer/affected-users.ts'
import { when } from '../../model/defined.ts'
import type { Diagnosis } from '../../model/diagnosis.ts'
import { formatCount } from '../../model/duration.ts'
import type { CaseReport } from '../../model/report.ts'
import { firstSentence } from '../../model/text/prose.ts'
import { changedSettingsText, SECTION_TITLES } from '../case-text.ts'
import { unreadText } from '../table/answer-steps.ts'
import { type Content, html, type SafeHtml } from './safe-html.ts'
import { type HeadingLevel, heading } from './section.ts'

const OUTCOMES: Readonly<
  Record<
    Diagnosis['outcome'],
    { readonly kind: string; readonly mark: string; readonly label: string }
  >
> = {
  'cause-found': { kind: 'error', mark: '✗', label: 'Cause found' },
  'cause-possible': { kind: 'warning', mark: '!', label: 'Possible cause' },
  unexplained: { kind: 'error', mark: '✗', label: 'No cause found' },
  'nothing-wrong': { kind: 'clear', mark: '✓', label: 'Nothing wrong found' },
  'not-enough-evidence': { kind: 'not-checked', mark: '?', label: 'Not enough evidence' },
}
const MAX_USERS = 3

/**
 * Returns the section of a case page that answers: what is wrong, for whom and since when, and how
 * much could be checked. `partIds` has the ids of the parts that can be linked to, by status.
 */
export function answerSection(
  report: CaseReport,
  id: string,
  level: HeadingLevel,
  partIds: Readonly<Partial<Record<'flagged' | 'clear' | 'not-checked' | 'crashed', string>>>,
): SafeHtml {
  const { headline, verdicts, diagnosis, mixture, separation, changedSettings } = report
  const unread = unreadText(report.inputs)
  const counts = (
    [
      ['flagged', 'flagged'],
      ['crashed', 'crashed'],
      ['clear', 'passed'],
      ['not-checked', 'not checked'],
    ] as const
  )
    .map(([status, label]) => ({
      status,
      text: `${verdicts.filter((verdict) => verdict.status === status).length} ${label}`,
      count: verdicts.filter((verdict) => verdict.status === status).length,
    }))
    .filter(({ status, count }) => count > 0 || status !== 'crashed')
    .map(({ status, text }) => {
      const target = partIds[status]
      return html`<li>${target === undefined ? text : html`<a href="#${target}">${text}</a>`}</li>`
    })
  return html`<section class="part answer" id="${id}" aria-labelledby="${id}-title">
<div class="part-head">${heading(level, SECTION_TITLES.answer, `${id}-title`)}${
    diagnosis && outcomeBadge(diagnosis, verdicts)
  }</div>
<p class="headline">${headlineText(diagnosis?.answer ?? headline)}</p>
${diagnosis && affectedUsers(report, diagnosis)}
${mixture !== undefined && html`<p class="lost">${mixture}</p>`}
${separation !== undefined && html`<p class="note">One of several cases: ${separation}.</p>`}
${unread !== undefined && html`<p class="lost">Not read: ${unread}</p>`}
${changedSettings !== undefined && html`<p class="note">${changedSettingsText(changedSettings)}</p>`}
<ul class="counts" aria-label="Checks">
<li>${formatCount(verdicts.length, 'check')}:</li>${counts}</ul>
</section>
`
}

/** The first sentence is what a reader has to know. */
function headlineText(text: string): Content {
  const first = firstSentence(text)
  return html`<strong>${first}</strong>${text.slice(first.length)}`
}

function outcomeBadge({ outcome }: Diagnosis, verdicts: CaseReport['verdicts']): Content {
  const badge = OUTCOMES[outcome]
  if (badge === undefined) return ''
  // Skipped checks may hide a cause.
  const isOpen = outcome === 'nothing-wrong' && verdicts.some(({ missing }) => missing.length > 0)
  const icon = html`<span aria-hidden="true">${badge.mark}</span>`
  return html`<span class="badge is-${isOpen ? 'open' : badge.kind}">${icon} ${badge.label}</span>`
}

/** Lists for whom it fails, and since when. */
function affectedUsers(report: CaseReport, diagnosis: Diagnosis): Content {
  const affected = findAffectedUsers(report, diagnosis)
  if (affected.length === 0) return ''
  const offset = findLocalOffset(report)
  const more = affected.length - MAX_USERS
  const items = affected.slice(0, MAX_USERS).map(({ user, since }) => {
    const name = user === undefined ? 'The user is not known' : html`<bdi>${user}</bdi>`
    const since_ =
      since === undefined
        ? 'since when is not known'
        : `since ${momentWithLocalTime(since, offset)}`
    return html`<li>${name}, ${since_}</li>`
  })
  return html`<ul class="affected">${items}${when(more > 0, () => [
    html`<li>and ${formatCount(more, 'more user')}</li>`,
  ])}</ul>`
}
