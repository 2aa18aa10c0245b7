import type { Fact } from '../model/fact.ts'
import { formatMoment } from '../model/moment.ts'
import type { SwitchReading } from './switch-reading.ts'

const MAX_SHOWN = 6

/**
 * `EnableOfflineIm is False in Get-CsImConfiguration, Global`, with the user and the time where
 * they are known.
 */
export function formatSwitchReading({ name, value, sourceText, user, at }: SwitchReading): string {
  const userText = user === undefined ? '' : ` for ${user}`
  const timeText = at === undefined ? '' : ` at ${formatMoment(at)}`
  return `${name} is ${value ? 'True' : 'False'} in ${sourceText}${userText}${timeText}`
}

/**
 * The fact about a switch, from the latest reading of each source: `on`, `off`, or `differs` when
 * they contradict each other. Empty without readings.
 */
export function createSwitchFact(
  id: string,
  label: string,
  readings: readonly SwitchReading[],
): Readonly<Record<string, Fact>> {
  const latest = readings.filter(
    (reading) => !readings.some((other) => isSupersededBy(reading, other)),
  )
  const [first] = latest
  if (!first) return {}
  const isMixed = latest.some(({ value }) => value !== first.value)
  const value = isMixed ? 'differs' : first.value ? 'on' : 'off'
  const shown = latest.slice(0, MAX_SHOWN)
  const more = latest.length > shown.length ? `; and ${latest.length - shown.length} more` : ''
  const text = `${value}: ${shown.map(formatSwitchReading).join('; ')}${more}`
  return { [id]: { label, value, text, sources: shown.map(({ source }) => source) } }
}

/** Whether the same source has a later reading for the same user. */
function isSupersededBy(earlier: SwitchReading, later: SwitchReading): boolean {
  return (
    later.user === earlier.user &&
    later.sourceText === earlier.sourceText &&
    later.name === earlier.name &&
    later.at !== undefined &&
    later.at > (earlier.at ?? Number.NEGATIVE_INFINITY)
  )
}

/**
 * A sentence that lists readings which contradict the reading in force, with a leading space. Empty
 * when there are none.
 */
export function formatConflictingReadings(others: readonly (SwitchReading | undefined)[]): string {
  const known = others.filter((reading) => reading !== undefined)
  return known.length === 0 ? '' : ` Contradicting: ${known.map(formatSwitchReading).join('; ')}.`
}
