import type { Fact } from '../model/fact.ts'
import { formatMoment } from '../model/moment.ts'
import type { SwitchReading } from './switch-reading.ts'

const MOST_SHOWN = 6

/**
 * `EnableOfflineIm is False in Get-CsImConfiguration, Global`, with whom and when where it is
 * known.
 */
export function formatSwitchReading({ name, value, where, user, at }: SwitchReading): string {
  const whom = user === undefined ? '' : ` for ${user}`
  const when = at === undefined ? '' : ` at ${formatMoment(at)}`
  return `${name} is ${value ? 'True' : 'False'} in ${where}${whom}${when}`
}

/**
 * A switch in the places where it was seen, the latest of each: `on`, `off`, or `differs` when they
 * do not agree.
 */
export function createSwitchFact(
  id: string,
  label: string,
  readings: readonly SwitchReading[],
): Readonly<Record<string, Fact>> {
  const latest = readings.filter((one) => !readings.some((other) => supersedes(other, one)))
  const [first] = latest
  if (!first) return {}
  const value = latest.some((one) => one.value !== first.value)
    ? 'differs'
    : first.value
      ? 'on'
      : 'off'
  const shown = latest.slice(0, MOST_SHOWN)
  const more = latest.length > shown.length ? `; and ${latest.length - shown.length} more` : ''
  const text = `${value}: ${shown.map(formatSwitchReading).join('; ')}${more}`
  return { [id]: { label, value, text, sources: shown.map(({ source }) => source) } }
}

/** The same place spoke to the same user again later. */
function supersedes(later: SwitchReading, earlier: SwitchReading): boolean {
  if (later.user !== earlier.user || later.where !== earlier.where || later.name !== earlier.name)
    return false
  return later.at !== undefined && later.at > (earlier.at ?? Number.NEGATIVE_INFINITY)
}

/** What says otherwise than what counts, as sentences to follow it. */
export function formatConflictingReadings(others: readonly (SwitchReading | undefined)[]): string {
  const known = others.filter((one) => one !== undefined)
  return known.length === 0 ? '' : ` Otherwise: ${known.map(formatSwitchReading).join('; ')}.`
}
