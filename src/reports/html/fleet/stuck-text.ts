import { formatCount, formatDuration } from '../../../model/duration.ts'
import type { StuckCount } from '../../../model/fleet/fleet-summary.ts'
import { formatMoment } from '../../../model/moment.ts'
import { parseMoment } from '../parse-moment.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import type { CaseLink } from './case-link.ts'

/** Says how many messages are stuck, and since when the oldest has been waiting. */
export function stuckText({ messages, cases, oldest }: StuckCount, link: CaseLink): SafeHtml {
  const caseCount = formatCount(cases, 'case')
  const total = html`<p><strong>${formatCount(messages, 'message')}</strong> in ${caseCount}.</p>`
  const since = parseMoment(oldest?.since)
  if (oldest === null || since === undefined) return total
  const waited =
    oldest.waited !== undefined && `, ${formatDuration(oldest.waited)} when its case was collected`
  return html`${total}
<p>The oldest has been waiting since ${formatMoment(since)}${waited}, in ${link(oldest.bundle)}</p>`
}
