import { spawnSync } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { isTerminal } from '../terminal/detect-text-style.ts'
import type { TerminalText } from '../terminal/terminal-text.ts'
import { toAscii } from '../terminal/to-ascii.ts'
import type { CommandContext } from './command-context.ts'

/** Quit if it fits on one screen, show colors, leave the text on the screen. */
const LESS_OPTIONS = 'FRX'
const SHELL_NOT_FOUND = 127
const SHELL_SYNTAX = /["'$`\\|&;<>()*?~=#%]/

/**
 * Shows a text that is longer than the terminal page by page, with the program that PAGER names,
 * or less. Waits until the user leaves it. Returns false, and shows nothing, where there is no
 * terminal or no pager, or where the text is short.
 */
export function showOnTerminal(
  text: TerminalText,
  { 'no-pager': noPager, ascii }: { readonly 'no-pager': boolean; readonly ascii: boolean },
  { stdout, env, platform }: Pick<CommandContext, 'stdout' | 'env' | 'platform'>,
): boolean {
  const shown = String(text)
  if (noPager || !isTerminal(stdout, env) || fitsOnScreen(shown, stdout.raw)) return false
  const pager = env.PAGER ?? (platform === 'win32' ? '' : 'less')
  if (pager.trim() === '' || pager.trim() === 'cat') return false
  // Ctrl-C is for the pager, which stays.
  const ignore = () => {}
  process.on('SIGINT', ignore)
  try {
    // A shell would end at Ctrl-C, and leave the pager behind: only for what needs one.
    const needsShell = SHELL_SYNTAX.test(pager)
    const [program = '', ...args] = needsShell ? [pager] : pager.trim().split(/\s+/)
    const { status, error } = spawnSync(program, args, {
      shell: needsShell,
      input: ascii ? toAscii(shown) : shown,
      stdio: ['pipe', 'inherit', 'inherit'],
      env: { ...env, LESS: env.LESS ?? LESS_OPTIONS },
    })
    const isMissing = status === SHELL_NOT_FOUND || (status === null && error !== undefined)
    return !isMissing
  } finally {
    process.removeListener('SIGINT', ignore)
  }
}

/** The last row is left for the prompt. */
function fitsOnScreen(text: string, { columns, rows }: NodeJS.WriteStream): boolean {
  let count = 0
  for (const line of stripVTControlCharacters(text).trimEnd().split('\n')) {
    count += Math.max(1, Math.ceil(line.length / columns))
    if (count >= rows) return false
  }
  return true
}
