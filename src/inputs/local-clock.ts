import { formatLocalTimeNote } from '../model/local-time-note.ts'
import type { DateOrder, LocalClock } from '../model/parser.ts'
import type { RecognisedInput } from './recognise.ts'

/** How to read local times in the evidence, as the user gave it. */
export interface LocalClockOptions {
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
  options: LocalClockOptions,
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
  const prover = own.utcOffset ? input : all.find(({ recognition }) => recognition?.utcOffset)
  const proof = prover?.recognition?.utcOffset
  if (proof) {
    const line = lineText(proof.line, prover?.converted?.lineNumbers)
    notes.push(formatLocalTimeNote(proof.minutes, `${proof.why}${line}`))
  } else notes.push('Local time of unknown offset, read as UTC (--utc-offset to change)')
  return { clock: { utcOffset: proof?.minutes ?? 0, dateOrder }, notes }
}

/** ` in line 7`, as the line is numbered in the input. Empty without a line. */
const lineText = (line: number | undefined, numbers: Int32Array | undefined): string =>
  line === undefined ? '' : ` in line ${numbers?.[line - 1] ?? line}`
