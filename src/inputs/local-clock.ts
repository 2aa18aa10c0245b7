import { formatLocalTimeNote } from '../model/local-time-note.ts'
import type { DateOrder, LocalClock } from '../model/parser.ts'
import type { RecognisedInput } from './recognise.ts'

/** Clock options as the user gave them. */
export interface ClockOptions {
  /** Minutes east of UTC. */
  readonly utcOffset?: number
  readonly dateOrder?: DateOrder
}

export interface ChosenClock {
  readonly clock: LocalClock
  readonly notes: readonly string[]
}

const DATE_ORDER_LABELS: Readonly<Record<DateOrder, string>> = {
  mdy: 'month/day/year',
  dmy: 'day/month/year',
  ymd: 'year/month/day',
  ydm: 'year/day/month',
}

/**
 * Chooses how to read times without a zone: by the user's options, else by what the input proves,
 * else by what another input of the case proves, else UTC. Notes for the report say what was chosen
 * without the user.
 */
export function chooseClock(
  input: RecognisedInput,
  all: readonly RecognisedInput[],
  options: ClockOptions,
): ChosenClock {
  const own = input.recognition ?? {}
  const notes = [...(own.notes ?? [])]
  const proven = options.dateOrder ?? own.dateOrder
  const dateOrder = proven ?? own.ambiguousDates ?? 'mdy'
  if (proven === undefined && own.ambiguousDates !== undefined)
    notes.push(
      `Ambiguous dates, read as ${DATE_ORDER_LABELS[own.ambiguousDates]} (--date-order to change)`,
    )
  if (!own.localTime) return { clock: { utcOffset: 0, dateOrder }, notes }
  if (options.utcOffset !== undefined)
    return { clock: { utcOffset: options.utcOffset, dateOrder }, notes }
  const proof =
    own.utcOffset ?? all.find(({ recognition }) => recognition?.utcOffset)?.recognition?.utcOffset
  if (proof) notes.push(formatLocalTimeNote(proof.minutes, proof.why))
  else notes.push('Local time of unknown offset, read as UTC (--utc-offset to change)')
  return { clock: { utcOffset: proof?.minutes ?? 0, dateOrder }, notes }
}
