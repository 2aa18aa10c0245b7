import type { TextStyle } from './layout.ts'

/** What is asked of a stream, so that any can be given. */
export interface OutputStream {
  readonly isTTY?: boolean
  readonly columns?: number
}

const DEFAULT_WIDTH = 100
const MIN_WIDTH = 40
/** Longer lines are hard to read. */
const MAX_WIDTH = 160

/**
 * How to write to one stream. Each is judged on its own: one may be a terminal and the other a
 * file.
 */
export function detectTextStyle(
  screen: OutputStream,
  env: NodeJS.ProcessEnv,
  noColor: boolean,
): TextStyle {
  const columns =
    (screen.isTTY && screen.columns) || Number.parseInt(env.COLUMNS ?? '', 10) || DEFAULT_WIDTH
  return {
    width: Math.min(Math.max(columns, MIN_WIDTH), MAX_WIDTH),
    color: isTerminal(screen, env) && !noColor && !env.NO_COLOR,
  }
}

/** Whether a line may be rewritten there. */
export const isTerminal = (screen: OutputStream, env: NodeJS.ProcessEnv): boolean =>
  screen.isTTY === true && env.TERM !== 'dumb'
