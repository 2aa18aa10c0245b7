import type { LocalClock } from '../../model/parser.ts'
import { type ClockOptions, chooseClock } from '../local-clock.ts'
import type { RecognisedInput } from '../recognise.ts'

/**
 * How to read times without a zone. A log that begins while it is watched (`late`) proves little
 * with its first lines: then the order of day and month is that of the logs of the same format
 * before it.
 */
export function chooseLiveClock(
  input: RecognisedInput,
  all: readonly RecognisedInput[],
  options: ClockOptions,
  late: boolean,
): { readonly clock: LocalClock; readonly notes: readonly string[] } {
  const own = input.recognition
  if (!late || options.dateOrder !== undefined || !own || own.dateOrder !== undefined)
    return chooseClock(input, all, options)
  const proof = all.find(
    ({ parser, recognition }) => parser === input.parser && recognition?.dateOrder !== undefined,
  )
  const dateOrder = proof?.recognition?.dateOrder
  if (!proof || dateOrder === undefined) return chooseClock(input, all, options)
  const { clock, notes } = chooseClock(input, all, { ...options, dateOrder })
  return {
    clock,
    notes: [...notes, `Day and month read as in ${proof.found.path} (--date-order to change)`],
  }
}
