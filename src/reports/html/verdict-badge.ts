import type { VerdictStatus } from '../../model/report.ts'
import type { Severity } from '../../model/rule.ts'
import { html, type SafeHtml } from './safe-html.ts'

const MARKS = {
  error: '✗',
  warning: '!',
  info: 'i',
  crashed: '✗',
  clear: '✓',
  'not-checked': '?',
} as const
const WORDS = {
  error: 'Error',
  warning: 'Warning',
  info: 'Note',
  crashed: 'Failed',
  clear: 'In order',
  'not-checked': 'Not checked',
} as const

/** `✗ Error`: told by word and mark, not by colour alone. */
export const verdictBadge = (kind: Severity | Exclude<VerdictStatus, 'flagged'>): SafeHtml =>
  html`<span class="badge is-${kind}"><span aria-hidden="true">${MARKS[kind]}</span> ${WORDS[kind]}</span>`
