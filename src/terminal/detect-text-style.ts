import type { TextStyle } from './layout.ts'

/** The properties of an output stream that decide how to write to it. */
export interface StreamFeatures {
  readonly isTTY?: boolean
  readonly columns?: number | undefined
}

const DEFAULT_WIDTH = 100
const MIN_WIDTH = 40
/** Longer lines are hard to read. */
const MAX_WIDTH = 160

/** When to use color. `auto` leaves it to the stream and the environment. */
export const COLOR_CHOICES = ['auto', 'always', 'never'] as const
export type ColorChoice = (typeof COLOR_CHOICES)[number]

/**
 * Returns the width and the use of color for one stream. Call it for each stream: one may be a
 * terminal and the other a file.
 */
export function detectTextStyle(
  stream: StreamFeatures,
  env: NodeJS.ProcessEnv,
  color: ColorChoice,
): TextStyle {
  const columns =
    (stream.isTTY && stream.columns) || Number.parseInt(env.COLUMNS ?? '', 10) || DEFAULT_WIDTH
  return {
    width: Math.min(Math.max(columns, MIN_WIDTH), MAX_WIDTH),
    color: color === 'auto' ? isColorWanted(stream, env) : color === 'always',
  }
}

/** The variables of https://no-color.org, of Node.js and of BSD, in this order. */
function isColorWanted(stream: StreamFeatures, env: NodeJS.ProcessEnv): boolean {
  const { NO_COLOR, FORCE_COLOR, CLICOLOR, CLICOLOR_FORCE } = env
  if (NO_COLOR) return false
  if (FORCE_COLOR !== undefined) return !/^(?:0|false)$/i.test(FORCE_COLOR)
  if (CLICOLOR_FORCE && CLICOLOR_FORCE !== '0') return true
  return isTerminal(stream, env) && CLICOLOR !== '0'
}

/** Tells whether the stream is a terminal that can rewrite a line. */
export const isTerminal = (stream: StreamFeatures, env: NodeJS.ProcessEnv): boolean =>
  stream.isTTY === true && env.TERM !== 'dumb'
