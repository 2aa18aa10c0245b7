import type { VerdictStatus } from '../../model/report.ts'
import type { Severity } from '../../model/rule.ts'
import { html, type SafeHtml } from './safe-html.ts'

export const SEVERITY_LABELS: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  info: 'Note',
}

const BADGES = {
  error: { mark: '✗', label: SEVERITY_LABELS.error },
  warning: { mark: '!', label: SEVERITY_LABELS.warning },
  info: { mark: 'i', label: SEVERITY_LABELS.info },
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
