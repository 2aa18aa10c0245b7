import { formatBytes } from '../model/duration.ts'

export interface Progress {
  add(bytes: number): void
  end(): void
}

const NO_PROGRESS: Progress = { add() {}, end() {} }
const MIN_UPDATE_INTERVAL_MS = 100

/**
 * Bytes read and percent, on one line that is rewritten. The cursor stays visible and at the start
 * of the line, so an interrupt at any time leaves the terminal as it was. `total` is 0 when it is
 * not known.
 */
export function startProgress(
  stream: { write(text: string): unknown },
  total: number,
  shown: boolean,
): Progress {
  if (!shown) return NO_PROGRESS
  let read = 0
  let last = performance.now()
  let written = false
  return {
    add(bytes) {
      read += bytes
      const now = performance.now()
      if (now - last < MIN_UPDATE_INTERVAL_MS) return
      last = now
      written = true
      const of =
        total > 0
          ? ` of ${formatBytes(total)} (${Math.min(100, Math.floor((read / total) * 100))} %)`
          : ''
      stream.write(`Reading: ${formatBytes(read)}${of}\u001b[K\r`)
    },
    end() {
      if (written) stream.write('\u001b[K')
    },
  }
}
