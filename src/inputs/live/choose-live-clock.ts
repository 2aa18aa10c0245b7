import { type ChosenClock, chooseClock, type LocalClockOptions } from '../local-clock.ts'
import type { RecognisedInput } from '../recognise.ts'

/**
 * Chooses how to read times without a zone. The first lines of a log that began while it is watched
 * prove little. So it gets the date order of earlier logs of its format. `beganLate` marks such a
 * log.
 */
export function chooseLiveClock(
  input: RecognisedInput,
  all: readonly RecognisedInput[],
  options: LocalClockOptions,
  beganLate: boolean,
): ChosenClock {
  const own = input.recognition
  if (!beganLate || options.dateOrder !== undefined || !own || own.dateOrder !== undefined)
    return chooseClock(input, all, options)
  const proof = all.find(
    ({ parser, recognition }) => parser === input.parser && recognition?.dateOrder !== undefined,
  )
  const dateOrder = proof?.recognition?.dateOrder
  if (!proof || dateOrder === undefined) return chooseClock(input, all, options)
  const { clock, notes } = chooseClock(input, all, { ...options, dateOrder })
  return {
    clock,
    notes: [...notes, `Date order taken from ${proof.found.path} (--date-order to change)`],
  }
}
