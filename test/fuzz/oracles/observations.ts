import { isKnownTime } from '../../../src/model/moment.ts'
import type { Observation } from '../../../src/model/observation.ts'
import type { Tally } from '../../../src/model/tally.ts'
import { Violation } from '../target.ts'

const TIMES = ['at', 'takenAt', 'written', 'created'] as const
const PLACES = ['line', 'record', 'offset'] as const
const MAX_PER_BYTE = 2
const SPARE_RECORDS = 10

/** Checks what holds for every observation and count, whatever the bytes. */
export function checkObservations(
  observations: readonly Observation[],
  tally: Tally,
  bytes: number,
): void {
  for (const observation of observations) {
    for (const key of TIMES) {
      const value = (observation as Partial<Record<typeof key, unknown>>)[key]
      if (value !== undefined && !(typeof value === 'number' && isKnownTime(value)))
        throw new Violation('valid output', `${key} of ${observation.kind} is ${String(value)}`)
    }
    for (const key of PLACES) {
      const value = observation.source[key]
      if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0))
        throw new Violation('valid output', `${key} of ${observation.kind} is ${String(value)}`)
    }
  }
  const limit = MAX_PER_BYTE * bytes + SPARE_RECORDS
  if (observations.length > limit || tally.records > limit)
    throw new Violation(
      'bounded output',
      `${observations.length} observations and ${tally.records} records of ${bytes} bytes`,
    )
  const { from, to } = tally
  if (from <= to && !(isKnownTime(from) && isKnownTime(to)))
    throw new Violation('valid output', `covers ${from} to ${to}`)
}

/** Any value as text, with the contents of maps and sets. */
export const toText = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    part instanceof Map || part instanceof Set
      ? [...part]
      : typeof part === 'number' && !Number.isFinite(part)
        ? String(part)
        : part,
  )
