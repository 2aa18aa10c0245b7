import type { Severity } from '../../model/rule.ts'
import { paint, type TextStyle } from '../../terminal/layout.ts'
import type { TerminalText } from '../../terminal/terminal-text.ts'

const MARKS = { error: '✗', warning: '!', info: 'i' } as const
const COLORS = { error: 'red', warning: 'yellow', info: 'cyan' } as const

/** `✗ error`, in its color. */
export const severityText = (severity: Severity, style: TextStyle): TerminalText =>
  paint(style, ['bold', COLORS[severity]], `${MARKS[severity]} ${severity}`)
