import { formatUtcOffset } from '../model/moment.ts'
import type { DateOrder, LocalClock } from '../model/parser.ts'
import type { RecognisedInput } from './recognise.ts'

export interface ClockOptions {
  /** Minutes east of UTC, as the user gave it. */
  readonly utcOffset?: number
  readonly dateOrder?: DateOrder
}

interface ChosenClock {
  readonly clock: LocalClock
  readonly notes: readonly string[]
}

/**
 * How to read times without a zone: as the user says; else as the input itself proves; else as
 * another input of the same case proves; else as UTC. Whatever is not said by the user stands in
 * the report.
 */
export function chooseClock(
  input: RecognisedInput,
  all: readonly RecognisedInput[],
  options: ClockOptions,
): ChosenClock {
  const own = input.recognition ?? {}
  const notes = [...(own.notes ?? [])]
  const dateOrder = options.dateOrder ?? own.dateOrder ?? own.ambiguousDates ?? 'mdy'
  if (
    options.dateOrder === undefined &&
    own.dateOrder === undefined &&
    own.ambiguousDates !== undefined
  )
    notes.push(
      `Day and month cannot be told apart; read as ${ORDERS[own.ambiguousDates]} (--date-order to change)`,
    )
  if (!own.localTime) return { clock: { utcOffset: 0, dateOrder }, notes }
  if (options.utcOffset !== undefined)
    return { clock: { utcOffset: options.utcOffset, dateOrder }, notes }
  const proof =
    own.utcOffset ?? all.find(({ recognition }) => recognition?.utcOffset)?.recognition?.utcOffset
  if (proof)
    notes.push(
      `Local time, read as UTC${formatUtcOffset(proof.minutes)}: ${proof.why} (--utc-offset to change)`,
    )
  else notes.push('Local time of unknown offset, read as UTC (--utc-offset to say which)')
  return { clock: { utcOffset: proof?.minutes ?? 0, dateOrder }, notes }
}

const ORDERS: Readonly<Record<DateOrder, string>> = {
  mdy: 'month/day/year',
  dmy: 'day/month/year',
  ymd: 'year/month/day',
  ydm: 'year/day/month',
}
