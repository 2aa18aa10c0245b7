import type { VerdictStatus } from '../../model/report.ts'
import type { Severity } from '../../model/rule.ts'
import { html, type SafeHtml } from './safe-html.ts'

const BADGES = {
  error: { mark: '✗', label: 'Error' },
  warning: { mark: '!', label: 'Warning' },
  info: { mark: 'i', label: 'Note' },
  crashed: { mark: '✗', label: 'Crashed' },
  clear: { mark: '✓', label: 'Passed' },
  'not-checked': { mark: '?', label: 'Not checked' },
} as const

/** `✗ Error`: the mark and the label do not depend on color. */
export function verdictBadge(kind: Severity | Exclude<VerdictStatus, 'flagged'>): SafeHtml {
  const { mark, label } = BADGES[kind]
  const icon = html`<span aria-hidden="true">${mark}</span>`
  return html`<span class="badge is-${kind}">${icon} ${label}</span>`
}
