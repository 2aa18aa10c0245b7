import { defineEvidence } from '../model/evidence.ts'
import { clientRecordMarkers } from '../model/logs/log-program.ts'
import type { InputSummary } from '../model/tally.ts'

export interface InputsRead {
  /**
   * The first inputs of the case, at most `MOST_INPUTS`, and as many more that had records lost or
   * undecoded.
   */
  readonly inputs: readonly InputSummary[]
  /** Inputs beyond those. */
  readonly omittedCount: number
}

const MOST_INPUTS = 1000

/**
 * What was read, and how well: records, those that the exporter could not decode and those that
 * could not be read.
 */
export const inputsRead = defineEvidence<InputsRead>({
  name: 'inputs',
  markers: clientRecordMarkers,
  start() {
    const inputs: InputSummary[] = []
    let omitted = 0
    return {
      listeners: {
        input({ input }) {
          const most = input.undecoded > 0 || input.unreadable > 0 ? 2 * MOST_INPUTS : MOST_INPUTS
          if (inputs.length < most) inputs.push(input)
          else omitted += 1
        },
      },
      result: () => ({ inputs: [...inputs], omittedCount: omitted }),
    }
  },
})
