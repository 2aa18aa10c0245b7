import { isTerminal, type StreamFeatures } from './detect-text-style.ts'
import { type TerminalText, trustedText } from './terminal-text.ts'

/**
 * Terminals limit the sequence; the smallest limit in common use is about 74 kB of base64.
 * Limit: bytes that the dashboard copies.
 * Beyond: nothing is copied, and a message says so.
 */
const MAX_CLIPBOARD_BYTES = 50_000

/** Terminals without a clipboard, which may show the sequence as text. */
const WITHOUT_CLIPBOARD = /^(?:linux|cons25|dumb|vt\d+|ansi|screen)/

/**
 * Whether a terminal may be sent text for its clipboard (OSC 52). GNU screen swallows it; tmux
 * passes it on if its option `set-clipboard` is `on`.
 */
export const mayHaveClipboard = (stream: StreamFeatures, env: NodeJS.ProcessEnv): boolean =>
  isTerminal(stream, env) &&
  (env.TMUX !== undefined || !WITHOUT_CLIPBOARD.test(env.TERM ?? '')) &&
  env.STY === undefined

/**
 * Returns the sequence that asks a terminal to put a text into the clipboard; undefined for a text
 * that is too long for terminals.
 */
export function clipboardSequence(text: string): TerminalText | undefined {
  const bytes = Buffer.from(text)
  return bytes.length > MAX_CLIPBOARD_BYTES
    ? undefined
    : trustedText(`\u001b]52;c;${bytes.toString('base64')}\u0007`)
}
