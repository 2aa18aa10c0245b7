import type { CauseTrend } from '../../model/fleet/fleet-case.ts'

interface Periods extends Pick<CauseTrend, 'unit' | 'unitsPerPeriod' | 'starts'> {
  /** Returns the index of the period of a time, in milliseconds UTC. */
  indexOf(at: number): number
}

/** Numbers the periods of one length from the epoch on. */
interface Numbering extends Pick<CauseTrend, 'unit' | 'unitsPerPeriod'> {
  numberOf(at: number): number
  /** The inverse; NaN for a start before the first valid date. */
  startOf(number: number): number
}

const DAY = 86_400_000
/** The first valid date of JavaScript. */
const MIN_TIME = -8.64e15
/** January 1, 1970 is a Thursday. */
const DAYS_FROM_MONDAY = 3

const SHORT_PERIODS: readonly Numbering[] = [
  {
    unit: 'day',
    unitsPerPeriod: 1,
    numberOf: (at) => Math.floor(at / DAY),
    startOf: (number) => number * DAY,
  },
  {
    unit: 'week',
    unitsPerPeriod: 1,
    numberOf: (at) => Math.floor((Math.floor(at / DAY) + DAYS_FROM_MONDAY) / 7),
    startOf: (number) => (number * 7 - DAYS_FROM_MONDAY) * DAY,
  },
  {
    unit: 'month',
    unitsPerPeriod: 1,
    numberOf: (at) => new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth(),
    startOf: (number) => startOfMonth(Math.floor(number / 12), ((number % 12) + 12) % 12),
  },
]

/**
 * Divides the time from the first to the last of these times into at most `maxPeriods` days, weeks
 * from Monday on, months, years, or tens, hundreds and so on of years.
 */
export function periodsOf(times: readonly number[], maxPeriods: number): Periods {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const at of times) {
    first = Math.min(first, at)
    last = Math.max(last, at)
  }
  const numbering = shortestFor(first, last, maxPeriods)
  const { unit, unitsPerPeriod, numberOf, startOf } = numbering
  const firstNumber = times.length === 0 ? 0 : numberOf(first)
  const length = times.length === 0 ? 0 : numberOf(last) - firstNumber + 1
  return {
    unit,
    unitsPerPeriod,
    starts: Array.from({ length }, (_, index) => {
      const start = startOf(firstNumber + index)
      return Number.isNaN(start) ? MIN_TIME : Math.max(MIN_TIME, start)
    }),
    indexOf: (at) => numberOf(at) - firstNumber,
  }
}

function shortestFor(first: number, last: number, maxPeriods: number): Numbering {
  const isShortEnough = ({ numberOf }: Numbering) => numberOf(last) - numberOf(first) < maxPeriods
  const short = SHORT_PERIODS.find(isShortEnough)
  if (short) return short
  let long = yearNumbering(1)
  while (!isShortEnough(long)) long = yearNumbering(long.unitsPerPeriod * 10)
  return long
}

const yearNumbering = (years: number): Numbering => ({
  unit: 'year',
  unitsPerPeriod: years,
  numberOf: (at) => Math.floor(new Date(at).getUTCFullYear() / years),
  startOf: (number) => startOfMonth(number * years, 0),
})

/** Unlike `Date.UTC`, takes the years 0 to 99 as they are. */
const startOfMonth = (year: number, month: number): number =>
  new Date(0).setUTCFullYear(year, month, 1)
