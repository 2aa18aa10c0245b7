import { paint, type TextStyle } from '../../terminal/layout.ts'
import type { Text } from '../../terminal/terminal-text.ts'

/** Puts a heading without a rule above the lines. Returns nothing for no lines. */
export const withHeading = (title: string, lines: readonly Text[], style: TextStyle): Text[] =>
  lines.length === 0 ? [] : [paint(style, 'bold', title), ...lines]
