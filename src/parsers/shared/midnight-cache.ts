import { utcMidnight } from './digits.ts'

/** Creates a `utcMidnight` that caches the last date, because records of a log mostly share it. */
export function createMidnightCache(): typeof utcMidnight {
  let date = -1
  let midnight = Number.NaN
  return (year, month, day) => {
    const requested = (year * 100 + month) * 100 + day
    if (requested !== date) {
      midnight = utcMidnight(year, month, day)
      date = requested
    }
    return midnight
  }
}
