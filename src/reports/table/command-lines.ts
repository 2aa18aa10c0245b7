import { toPrintable } from '../../model/printable.ts'
import { paint, type TextStyle } from '../../terminal/layout.ts'

/** Each command on a line of its own and never wrapped, to be copied. */
export const commandLines = (
  commands: readonly string[],
  look: TextStyle,
  indent: number,
): string[] =>
  commands.map((command) => `${' '.repeat(indent)}${paint(look, 'cyan', toPrintable(command))}`)
