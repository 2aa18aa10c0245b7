import { spawnSync } from 'node:child_process'
import { win32 } from 'node:path'
import { toAscii } from '../terminal/to-ascii.ts'
import type { CommandContext } from './command-context.ts'

/** Terminals on Windows with fonts for all signs set one of these. */
const MODERN_TERMINALS = ['WT_SESSION', 'TERM_PROGRAM', 'ConEmuPID', 'MSYSTEM']
const UTF8_CODE_PAGE = '65001'
/** Formats for people. All others contain their texts unchanged. */
const TEXT_FORMATS: readonly unknown[] = [undefined, 'table', 'text']

/** Output of `chcp`; empty when it cannot be run. */
type PrintCodePage = () => string

/**
 * Lets all text on standard output and standard error be ASCII signs: with `--ascii`, and in the old
 * console of Windows with a legacy code page. Redirected output keeps all signs without `--ascii`.
 */
export function applyAsciiOutput(
  { ascii, format }: Readonly<Record<string, unknown>>,
  ctx: CommandContext,
  printCodePage: PrintCodePage = createCodePagePrinter(ctx.env),
): void {
  const { stdout, stderr } = ctx
  const streams = (TEXT_FORMATS.includes(format) ? [stdout, stderr] : [stderr]).map(
    ({ raw }) => raw,
  )
  const terminals = streams.filter(({ isTTY }) => isTTY)
  const isLegacy = () => isLegacyConsole(ctx, printCodePage)
  const wanted = ascii === true ? streams : terminals.length > 0 && isLegacy() ? terminals : []
  for (const stream of wanted) writeAscii(stream)
}

function isLegacyConsole(
  { env, platform }: Pick<CommandContext, 'env' | 'platform'>,
  printCodePage: PrintCodePage,
): boolean {
  if (platform !== 'win32' || MODERN_TERMINALS.some((name) => env[name] !== undefined)) return false
  // Active code page: 850 · Aktive Codepage: 850.
  const codePage = /(\d{3,5})\D*$/.exec(printCodePage())?.[1]
  return codePage !== undefined && codePage !== UTF8_CODE_PAGE
}

const createCodePagePrinter =
  ({ SystemRoot = 'C:\\Windows' }: NodeJS.ProcessEnv): PrintCodePage =>
  () => {
    const path = win32.join(SystemRoot, 'System32', 'chcp.com')
    const { stdout } = spawnSync(path, { encoding: 'latin1', windowsHide: true, timeout: 2000 })
    return stdout ?? ''
  }

function writeAscii(stream: NodeJS.WriteStream): void {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean
  stream.write = (chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === 'string' ? toAscii(chunk) : chunk, ...rest)
}
