/** Converts seconds to milliseconds. */
export const seconds = (count: number): number => count * 1000
/** Converts minutes to milliseconds. */
export const minutes = (count: number): number => count * 60_000

/**
 * Formats milliseconds with the two largest units that are not zero: `42 s`, `3 min 20 s`, `9 d 4
 * h`.
 */
export function formatDuration(milliseconds: number): string {
  const totalSeconds = Math.floor(Math.abs(milliseconds) / 1000)
  const parts = [
    [Math.floor(totalSeconds / 86_400), 'd'],
    [Math.floor(totalSeconds / 3600) % 24, 'h'],
    [Math.floor(totalSeconds / 60) % 60, 'min'],
    [totalSeconds % 60, 's'],
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  if (first < 0) return '0 s'
  const shown = parts.slice(first, first + 2).filter(([count]) => count > 0)
  const text = shown.map(([count, unit]) => `${count} ${unit}`).join(' ')
  return milliseconds < 0 ? `-${text}` : text
}

/**
 * Parses `90s`, `5m`, `5 min`, `2h`, `1d` or `1500ms` to milliseconds. Returns undefined if
 * invalid.
 */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?(ms|s|sec|m|min|h|d)$/i.exec(text.trim())
  if (!match) return undefined
  const unit = { ms: 1, s: 1000, sec: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 }
  return Number(match[1]) * unit[match[2]?.toLowerCase() as keyof typeof unit]
}

/** Formats bytes in decimal units: `1.2 MB`. Whole bytes below 1000. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let size = bytes
  let unit = 0
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000
    unit += 1
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`
}

/**
 * Formats an integer as `12,345`. Does not use Intl, whose loading takes 5 % of the start-up time.
 */
export function formatNumber(count: number): string {
  const digits = String(Math.abs(count))
  if (!/^\d{4,}$/.test(digits)) return String(count)
  let grouped = digits
  for (let at = digits.length - 3; at > 0; at -= 3)
    grouped = `${grouped.slice(0, at)},${grouped.slice(at)}`
  return count < 0 ? `-${grouped}` : grouped
}

/** `1 item`, `2 items`. Supports only regular plurals. */
export const formatCount = (count: number, noun: string): string =>
  `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`

/** Formats a ratio: `7 %` for 0.07, with at most one decimal. */
export const formatPercent = (share: number): string => `${Math.round(share * 1000) / 10} %`
