import { defineEvidence } from '../model/evidence.ts'
import type { MissingEvidence } from '../model/rule.ts'
import type { SourceRef } from '../model/source-ref.ts'

/** When the message failed, as the user says; milliseconds UTC. */
export interface IncidentTime {
  readonly at: number
  readonly source: SourceRef
}

export const incidentTimeMissing: MissingEvidence = {
  evidence: 'the time of the incident',
  how: 'Say when the message failed, with the zone.',
  commands: ['spoolscope analyze <path> --incident 2016-06-14T09:30:00Z'],
}

/** The moment of the incident, where the user gave one. */
export const incident = defineEvidence<IncidentTime | undefined>({
  name: 'incident time',
  start() {
    let given: IncidentTime | undefined
    return {
      listeners: {
        incident({ at, source }) {
          given = { at, source }
        },
      },
      result: () => given,
    }
  },
})
