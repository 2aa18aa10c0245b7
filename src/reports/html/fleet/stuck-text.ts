import { durationText, plural } from '../../../model/duration.ts'
import type { StuckCount } from '../../../model/fleet-summary.ts'
import { momentText } from '../../../model/moment.ts'
import { momentOf } from '../moment-of.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import type { CaseLink } from './case-link.ts'

/** How many messages wait, and the oldest of them. */
export function stuckText({ messages, cases, oldest }: StuckCount, link: CaseLink): SafeHtml {
  const since = momentOf(oldest?.since)
  return html`<p><strong>${plural(messages, 'message')}</strong> in ${plural(cases, 'case')}.</p>${
    oldest !== null &&
    since !== undefined &&
    html`<p>The oldest waits since ${momentText(since)}${oldest.waited !== undefined && `, ${durationText(oldest.waited)} when its case was collected`}, in ${link(oldest.bundle)}</p>`
  }`
}
