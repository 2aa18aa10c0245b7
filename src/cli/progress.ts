import { formatBytes } from '../model/duration.ts'
import type { OutputStream } from '../terminal/output-stream.ts'
import { terminal } from '../terminal/terminal-text.ts'

export interface Progress {
  add(bytes: number): void
  end(): void
}

const NO_PROGRESS: Progress = { add() {}, end() {} }
/** Clears the line behind the cursor. */
const CLEAR_LINE = terminal`\u001b[K`
const MIN_UPDATE_INTERVAL_MS = 100

/**
 * Shows bytes read and percent on one line, which is rewritten. The cursor stays visible and at the
 * start of the line, so an interrupt leaves the terminal as it was. `total` is 0 when unknown.
 */
export function startProgress(
  stream: Pick<OutputStream, 'write'>,
  total: number,
  isEnabled: boolean,
): Progress {
  if (!isEnabled) return NO_PROGRESS
  let bytesRead = 0
  let updatedAt = performance.now()
  let hasWritten = false
  return {
    add(bytes) {
      bytesRead += bytes
      const now = performance.now()
      if (now - updatedAt < MIN_UPDATE_INTERVAL_MS) return
      updatedAt = now
      hasWritten = true
      stream.write(terminal`Reading: ${formatBytes(bytesRead)}${share(bytesRead, total)}\u001b[K\r`)
    },
    end() {
      if (hasWritten) stream.write(CLEAR_LINE)
    },
  }
}

function share(bytesRead: number, total: number): string {
  if (total === 0) return ''
  const percent = Math.min(100, Math.floor((bytesRead / total) * 100))
  return ` of ${formatBytes(total)} (${percent} %)`
}
