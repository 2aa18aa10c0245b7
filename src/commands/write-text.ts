import type { CommandContext } from '../cli/command-context.ts'
import { STANDARD_OUTPUT, writeOutputFile } from '../output/output-file.ts'
import { detectTextStyle } from '../terminal/detect-text-style.ts'
import type { TextStyle } from '../terminal/layout.ts'
import { TerminalText } from '../terminal/terminal-text.ts'

/** The general options that matter for an output. */
export interface WriteOptions {
  readonly 'no-color': boolean
  readonly quiet: boolean
}

/** Makes text for people, or a format that other programs read, such as JSON. */
export type Render = (style: TextStyle) => TerminalText | string

/** Writes a text: styled for the terminal on standard output, plain into a file. */
export function writeText(
  path: string,
  render: Render,
  { 'no-color': noColor, option = 'output' }: WriteOptions & { readonly option?: string },
  { stdout, env }: Pick<CommandContext, 'stdout' | 'env'>,
): void {
  const style =
    path === STANDARD_OUTPUT
      ? detectTextStyle(stdout, env, noColor)
      : detectTextStyle({}, env, true)
  const text = render(style)
  if (path === STANDARD_OUTPUT && text instanceof TerminalText) stdout.write(text)
  else writeOutputFile(path, String(text), { stdout: stdout.raw, option })
}
