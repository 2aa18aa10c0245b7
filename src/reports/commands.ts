import { printable } from '../model/printable.ts'
import { type Look, paint } from '../terminal/layout.ts'

/** Each command on a line of its own and never wrapped, to be copied. */
export const commandLines = (commands: readonly string[], look: Look, indent: number): string[] =>
  commands.map((command) => `${' '.repeat(indent)}${paint(look, 'cyan', printable(command))}`)
