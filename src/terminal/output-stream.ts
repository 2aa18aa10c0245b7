import type { TerminalText } from './terminal-text.ts'

/** Standard output or standard error. */
export interface OutputStream {
  readonly isTTY?: boolean
  readonly columns?: number | undefined
  /** Shows text to people. Returns false when the reader cannot keep up. */
  write(text: TerminalText): boolean
  /** Writes a format that other programs read, such as JSON. */
  writeData(data: string | Uint8Array): boolean
  /** The stream itself: for outputs that may be files, and for the dashboard. */
  readonly raw: NodeJS.WriteStream
}

/** Lets a stream take text for people only when it is safe. */
export const outputStream = (raw: NodeJS.WriteStream): OutputStream => ({
  raw,
  get isTTY() {
    return raw.isTTY
  },
  get columns() {
    return raw.columns
  },
  write: (text) => raw.write(String(text)),
  writeData: (data) => raw.write(data),
})
