/** A goal and the measured value, which is undefined when a rival was missing. */
export interface Goal {
  readonly what: string
  readonly direction: 'at least' | 'at most'
  readonly limit: number
  /** `{}` stands for the number. */
  readonly as: string
  readonly measured: number | undefined
}

const goalMaker =
  (direction: Goal['direction']) =>
  (limit: number, as: string, what: string, measured: number | undefined): Goal => ({
    what,
    direction,
    limit,
    as,
    measured,
  })

export const atLeast = goalMaker('at least')
export const atMost = goalMaker('at most')

/** How far a goal is missed, as a part of its limit; 0 when it is met. */
export function missedBy({ direction, limit, measured }: Goal): number {
  if (measured === undefined) return 0
  return Math.max(0, direction === 'at least' ? 1 - measured / limit : measured / limit - 1)
}

/** `at least 5 times lnav` */
export const limitText = ({ direction, limit, as }: Goal): string =>
  `${direction} ${as.replace('{}', String(limit))}`

export const measuredText = ({ measured, as }: Goal): string =>
  measured === undefined ? 'not measured' : as.replace('{}', significant(measured))

export function verdictText(goal: Goal): string {
  if (goal.measured === undefined) return 'rival not installed'
  const missed = missedBy(goal)
  return missed > 0 ? `**missed by ${percent(missed)}**` : 'met'
}

const percent = (part: number): string => {
  if (part < 0.01) return 'less than 1 %'
  return part < 1 ? `${Math.round(part * 100)} %` : `a factor of ${significant(1 + part)}`
}

/** Formats a number with three significant digits, or with all integer digits. */
export const significant = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value.toPrecision(3)
