import type { CommandContext } from '../cli/command-context.ts'
import { STANDARD_OUTPUT, writeOutputFile } from '../output/output-file.ts'
import { detectTextStyle } from '../terminal/detect-text-style.ts'
import type { TextStyle } from '../terminal/layout.ts'

/** The general options that matter for an output. */
export interface WriteOptions {
  readonly 'no-color': boolean
  readonly quiet: boolean
}

/** Writes a text: styled for the terminal on standard output, plain into a file. */
export function writeText(
  path: string,
  render: (style: TextStyle) => string,
  { 'no-color': noColor, option = 'output' }: WriteOptions & { readonly option?: string },
  { stdout, env }: Pick<CommandContext, 'stdout' | 'env'>,
): void {
  const style =
    path === STANDARD_OUTPUT
      ? detectTextStyle(stdout, env, noColor)
      : detectTextStyle({}, env, true)
  writeOutputFile(path, render(style), { stdout, option })
}
