import { defineEvidence } from '../model/evidence.ts'
import { clientRecordMarkers, programOf } from '../model/logs/log-program.ts'
import type { MissingEvidence } from '../model/rule.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { manifestCommand } from './manifest-command.ts'

/** The moment as of which the case is analyzed, and where it comes from. */
export interface CaseTime {
  /** Milliseconds UTC. */
  readonly at: number
  /** The origin in words, such as `--as-of`. */
  readonly sourceText: string
  readonly source: SourceRef
  /**
   * False when nobody states the collection time, so `at` is only the latest time in the evidence.
   * The files may have been collected later than that.
   */
  readonly isStated: boolean
  /** `user` also stands for the clock of a live session, `collection` for a manifest or listing. */
  readonly statedBy: 'user' | 'collection' | 'evidence'
}

export const collectionTimeMissing: MissingEvidence = {
  evidence: 'the collection time',
  how:
    'Pass the collection time with its zone. Or write a manifest on the user’s machine before ' +
    'you copy the files, in PowerShell.',
  commands: ['spoolscope analyze <path> --as-of 2016-06-14T12:00:00Z', manifestCommand],
}

/**
 * The moment as of which the case is analyzed: the one that the user passed, else the collection
 * time in a manifest or listing, else the latest time in the client's logs and the spool.
 * Undefined without any time. Logs of other programs may be from any other time.
 *
 * Modification times of log files are ignored. Copying changes them, and a wrong time makes old
 * messages look recent or recent ones old.
 */
export const caseTime = defineEvidence<CaseTime | undefined>({
  name: 'collection time',
  markers: clientRecordMarkers,
  start() {
    let passed: CaseTime | undefined
    let collected: CaseTime | undefined
    let latest: CaseTime | undefined
    const addTime = (at: number | undefined, sourceText: string, source: SourceRef) => {
      if (at !== undefined && (latest === undefined || at > latest.at))
        latest = { at, sourceText, source, isStated: false, statedBy: 'evidence' }
    }
    return {
      listeners: {
        tick({ at, from: sourceText, source }) {
          passed = { at, sourceText, source, isStated: true, statedBy: 'user' }
        },
        collected({ at, from: sourceText, source }) {
          if (collected === undefined || at > collected.at)
            collected = { at, sourceText, source, isStated: true, statedBy: 'collection' }
        },
        input({ input, source }) {
          if (programOf(input) === 'client')
            addTime(input.to, `the latest record of ${input.path}`, source)
        },
        'spool-item'({ written, source }) {
          addTime(written, 'the latest spooled item', source)
        },
      },
      result: () => passed ?? collected ?? latest,
    }
  },
})
