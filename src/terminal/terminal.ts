import type { Look } from './layout.ts'

/** What is asked of a stream, so that any can be given. */
export interface Screen {
  readonly isTTY?: boolean
  readonly columns?: number
}

const USUAL_WIDTH = 100
const LEAST_WIDTH = 40
/** Longer lines are hard to read. */
const MOST_WIDTH = 160

/**
 * How to write to one stream. Each is judged on its own: one may be a terminal and the other a
 * file.
 */
export function lookOf(screen: Screen, env: NodeJS.ProcessEnv, noColor: boolean): Look {
  const columns =
    (screen.isTTY && screen.columns) || Number.parseInt(env.COLUMNS ?? '', 10) || USUAL_WIDTH
  return {
    width: Math.min(Math.max(columns, LEAST_WIDTH), MOST_WIDTH),
    color: isTerminal(screen, env) && !noColor && !env.NO_COLOR,
  }
}

/** Whether a line may be rewritten there. */
export const isTerminal = (screen: Screen, env: NodeJS.ProcessEnv): boolean =>
  screen.isTTY === true && env.TERM !== 'dumb'
