import type { CommandContext } from '../cli/command-context.ts'
import { STANDARD_OUTPUT, writeOutputFile } from '../output/output-file.ts'
import { type ColorChoice, detectTextStyle } from '../terminal/detect-text-style.ts'
import type { TextStyle } from '../terminal/layout.ts'
import { TerminalText } from '../terminal/terminal-text.ts'

/** The general options that matter for an output. */
export interface WriteOptions {
  readonly color: ColorChoice
  readonly 'no-pager': boolean
  readonly ascii: boolean
  readonly quiet: boolean
}

/** Makes text for people, or a format that other programs read, such as JSON. */
export type Render = (style: TextStyle) => TerminalText | string

/**
 * Writes a text: on standard output styled for the terminal, there through a pager when it is long;
 * plain into a file, unless color is asked for.
 */
export async function writeText(
  path: string,
  render: Render,
  options: WriteOptions & { readonly option?: string },
  { stdout, env, platform }: Pick<CommandContext, 'stdout' | 'env' | 'platform'>,
): Promise<void> {
  const { color, option = 'output' } = options
  if (path !== STANDARD_OUTPUT) {
    const style = detectTextStyle({}, env, color === 'always' ? color : 'never')
    writeOutputFile(path, String(render(style)), { option })
    return
  }
  const text = render(detectTextStyle(stdout, env, color))
  if (!(text instanceof TerminalText)) {
    writeOutputFile(path, text, { stdout: stdout.raw, option })
    return
  }
  if (stdout.isTTY) {
    const { showOnTerminal } = await import('../cli/pager.ts')
    if (showOnTerminal(text, options, { stdout, env, platform })) return
  }
  stdout.write(text)
}
