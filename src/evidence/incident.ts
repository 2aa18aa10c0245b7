import { defineEvidence } from '../model/evidence.ts'
import type { MissingEvidence } from '../model/rule.ts'
import type { SourceRef } from '../model/source-ref.ts'

/** The time of the failed message, as the user passed it. */
export interface IncidentTime {
  /** Milliseconds UTC. */
  readonly at: number
  readonly source: SourceRef
}

export const incidentTimeMissing: MissingEvidence = {
  evidence: 'the time of the incident',
  how: 'Pass the time at which the message failed, with its zone.',
  commands: ['spoolscope analyze <path> --incident 2016-06-14T09:30:00Z'],
}

/** The time of the incident; undefined when the user passed none. */
export const incident = defineEvidence<IncidentTime | undefined>({
  name: 'incident time',
  start() {
    let passed: IncidentTime | undefined
    return {
      listeners: {
        incident({ at, source }) {
          passed = { at, source }
        },
      },
      result: () => passed,
    }
  },
})
