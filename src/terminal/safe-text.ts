import { truncateText } from '../model/text/printable.ts'
import { type TerminalText, terminalText } from './terminal-text.ts'

/**
 * A longer value does not help a reader; the JSON report contains all of it.
 * Limit: characters of one value in a table.
 * Beyond: it is cut.
 */
const MAX_TEXT_CHARACTERS = 600
/**
 * Its beginning and its end say the most.
 * Limit: characters of one path in a table.
 * Beyond: its middle is cut out.
 */
const MAX_PATH_CHARACTERS = 300

/** Returns untrusted text as a terminal may show it: truncated and printable. */
export const safeText = (text: string): TerminalText =>
  terminalText(truncateText(text, MAX_TEXT_CHARACTERS))

/** Cuts the middle out of a very long path. Its beginning and its end say the most. */
export const shortenPath = (path: string): string =>
  path.length <= MAX_PATH_CHARACTERS
    ? path
    : `${path.slice(0, MAX_PATH_CHARACTERS / 3)}…${path.slice((-MAX_PATH_CHARACTERS * 2) / 3)}`
