import { defineEvidence } from '../model/evidence.ts'
import { clientRecordMarkers, programOf } from '../model/logs/log-program.ts'
import type { MissingEvidence } from '../model/rule.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { manifestCommand } from './manifest-command.ts'

/** The moment that the case is judged at, milliseconds UTC, and where it comes from. */
export interface CaseTime {
  readonly at: number
  readonly sourceText: string
  readonly source: SourceRef
  /**
   * False when it is only the latest time seen in the evidence: the true collection may have been
   * later.
   */
  readonly isStated: boolean
  /**
   * Who says so: the user (or a live clock), a manifest or listing, or only the times in the
   * evidence.
   */
  readonly statedBy: 'user' | 'collection' | 'evidence'
}

export const collectionTimeMissing: MissingEvidence = {
  evidence: 'the collection time',
  how: 'Say it, with its zone; or write a manifest on the user’s machine before copying, in PowerShell.',
  commands: ['spoolscope analyze <path> --as-of 2016-06-14T12:00:00Z', manifestCommand],
}

/**
 * As of when: the moment given, else the collection time of a manifest or listing, else the latest
 * time in the client's logs and spool. Logs of other programs may be of any other time. Times that
 * the file system keeps for logs are not used: copying changes them, and then old messages would
 * look young or young ones old.
 */
export const caseTime = defineEvidence<CaseTime | undefined>({
  name: 'collection time',
  markers: clientRecordMarkers,
  start() {
    let given: CaseTime | undefined
    let collected: CaseTime | undefined
    let latest: CaseTime | undefined
    const note = (at: number | undefined, from: string, source: SourceRef) => {
      if (at !== undefined && (latest === undefined || at > latest.at))
        latest = { at, sourceText: from, source, isStated: false, statedBy: 'evidence' }
    }
    return {
      listeners: {
        tick({ at, from, source }) {
          given = { at, sourceText: from, source, isStated: true, statedBy: 'user' }
        },
        collected({ at, from, source }) {
          if (collected === undefined || at > collected.at)
            collected = { at, sourceText: from, source, isStated: true, statedBy: 'collection' }
        },
        input({ input, source }) {
          if (programOf(input) === 'client')
            note(input.to, `the latest record of ${input.path}`, source)
        },
        'spool-item'({ written, source }) {
          note(written, 'the latest spooled item', source)
        },
      },
      result: () => given ?? collected ?? latest,
    }
  },
})
