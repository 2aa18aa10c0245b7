import { utcMidnight } from './digits.ts'

/** `utcMidnight` that remembers the last date: the records of a log mostly share it. */
export function createMidnightCache(): typeof utcMidnight {
  let date = -1
  let midnight = Number.NaN
  return (year, month, day) => {
    const asked = (year * 100 + month) * 100 + day
    if (asked !== date) {
      midnight = utcMidnight(year, month, day)
      date = asked
    }
    return midnight
  }
}
