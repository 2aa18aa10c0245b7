import { formatCount, formatDuration } from '../../../model/duration.ts'
import type { StuckCount } from '../../../model/fleet-summary.ts'
import { formatMoment } from '../../../model/moment.ts'
import { parseMoment } from '../parse-moment.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import type { CaseLink } from './case-link.ts'

/** How many messages wait, and the oldest of them. */
export function stuckText({ messages, cases, oldest }: StuckCount, link: CaseLink): SafeHtml {
  const since = parseMoment(oldest?.since)
  return html`<p><strong>${formatCount(messages, 'message')}</strong> in ${formatCount(cases, 'case')}.</p>${
    oldest !== null &&
    since !== undefined &&
    html`<p>The oldest waits since ${formatMoment(since)}${oldest.waited !== undefined && `, ${formatDuration(oldest.waited)} when its case was collected`}, in ${link(oldest.bundle)}</p>`
  }`
}
