import { toPrintable } from '../../model/text/printable.ts'
import { paintLines, type TextStyle } from '../../terminal/layout.ts'
import { type Text, terminal } from '../../terminal/terminal-text.ts'

/** Puts each command on its own line. Lines are never wrapped, so that they can be copied. */
export const commandLines = (
  commands: readonly string[],
  style: TextStyle,
  indent: number,
): Text[] =>
  paintLines(style, 'cyan', commands.map(toPrintable)).map(
    (command) => terminal`${' '.repeat(indent)}${command}`,
  )
