import { paint, type TextStyle } from '../../terminal/layout.ts'

/** Puts a heading without a rule above the lines. Returns nothing for no lines. */
export const withHeading = (title: string, lines: readonly string[], style: TextStyle): string[] =>
  lines.length === 0 ? [] : [paint(style, 'bold', title), ...lines]
