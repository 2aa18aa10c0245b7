import { defineEvidence } from '../model/evidence.ts'
import { clientRecordMarkers } from '../model/logs/log-program.ts'
import type { InputSummary } from '../model/tally.ts'

/** What became of the inputs. */
export interface InputsRead {
  /**
   * The first inputs of the case, at most `MAX_INPUTS`. Unreadable inputs, and those with unreadable
   * or undecoded records, are kept up to twice that number.
   */
  readonly inputs: readonly InputSummary[]
  /** Number of inputs that are not in the list. */
  readonly omittedCount: number
}

/**
 * Damaged or hostile input may contain any number.
 * Limit: inputs that rules look at.
 * Beyond: further inputs are counted, and damaged ones are kept up to twice the number.
 */
const MAX_INPUTS = 1000

/** The inputs with their numbers of read, undecoded and unreadable records. */
export const inputsRead = defineEvidence<InputsRead>({
  name: 'inputs',
  markers: clientRecordMarkers,
  start() {
    const inputs: InputSummary[] = []
    let omittedCount = 0
    return {
      listeners: {
        input({ input }) {
          const isDamaged =
            input.status === 'unreadable' || input.undecoded > 0 || input.unreadable > 0
          if (inputs.length < (isDamaged ? 2 * MAX_INPUTS : MAX_INPUTS)) inputs.push(input)
          else omittedCount += 1
        },
      },
      result: () => ({ inputs: [...inputs], omittedCount }),
    }
  },
})
