import type { TextStyle } from './layout.ts'

/** The properties of an output stream that decide how to write to it. */
export interface StreamFeatures {
  readonly isTTY?: boolean
  readonly columns?: number
}

const DEFAULT_WIDTH = 100
const MIN_WIDTH = 40
/** Longer lines are hard to read. */
const MAX_WIDTH = 160

/**
 * Returns the width and the use of color for one stream. Call it for each stream: one may be a
 * terminal and the other a file.
 */
export function detectTextStyle(
  stream: StreamFeatures,
  env: NodeJS.ProcessEnv,
  noColor: boolean,
): TextStyle {
  const columns =
    (stream.isTTY && stream.columns) || Number.parseInt(env.COLUMNS ?? '', 10) || DEFAULT_WIDTH
  return {
    width: Math.min(Math.max(columns, MIN_WIDTH), MAX_WIDTH),
    color: isTerminal(stream, env) && !noColor && !env.NO_COLOR,
  }
}

/** Tells whether the stream is a terminal that can rewrite a line. */
export const isTerminal = (stream: StreamFeatures, env: NodeJS.ProcessEnv): boolean =>
  stream.isTTY === true && env.TERM !== 'dumb'
