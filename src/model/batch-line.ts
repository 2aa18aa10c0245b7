import type { Certainty, DiagnosisOutcome } from './diagnosis.ts'
import type { CaseReport } from './report.ts'
import type { Severity } from './rule.ts'
import type { VerdictOptions } from './verdict-options.ts'

/** Result for one bundle: a line in the results of `batch`. */
export interface BatchLine {
  readonly schemaVersion: 1
  /** Path of the bundle as given or found. It is the id of its case. */
  readonly bundle: string
  /**
   * SHA-256 of the file, or of the names and contents of a folder. Lower-case hexadecimal. Absent
   * when it could not be read.
   */
  readonly sha256?: string
  /** Hash of the program version, rules, thresholds and options used for the analysis. */
  readonly ruleSet: string
  /**
   * `judged`: analyzed, see `report`. `unreadable`: nothing could be read. `failed`: the analysis
   * was aborted (crash, memory, time limit).
   */
  readonly status: 'judged' | 'unreadable' | 'failed'
  /** Why the bundle was not analyzed. */
  readonly reason?: string
  /** `failed` because of the machine, the network or the queue. `--resume` analyzes it again. */
  readonly temporary?: true
  readonly report?: CaseReport
}

/**
 * Settings for analyzing a bundle. Plain values that can be sent to a worker or through a queue.
 */
export interface BatchOrder {
  /** Parsed values of all options that affect verdicts. */
  readonly options: VerdictOptions
  readonly ruleSet: string
  /**
   * SHA-256 of the files given with `--tmf` and `--manifest`. Remote workers must have the same
   * files.
   */
  readonly decoding?: string
}

/** A rule that was flagged for a bundle, or that crashed. */
export interface FlaggedRule {
  readonly rule: string
  readonly severity: Severity
  readonly status: 'flagged' | 'crashed'
}

/** Findings of the diagnosis of a bundle, for the sums of a batch. Each rule is listed once. */
export interface FoundInBundle {
  /** `no-diagnosis`: the report is of an earlier version, so each flagged rule is a cause. */
  readonly outcome: DiagnosisOutcome | 'no-diagnosis'
  /** With the highest certainty of the cause. */
  readonly causes: readonly { readonly rule: string; readonly certainty: Certainty | 'unknown' }[]
  readonly symptoms: readonly { readonly rule: string; readonly isUnexplained: boolean }[]
}

/**
 * A result line already serialized by the worker, with the fields that the main thread needs. The
 * main thread therefore does not have to parse it.
 */
export interface SerializedBatchLine {
  readonly bundle: string
  readonly sha256?: string
  readonly status: BatchLine['status']
  readonly flags: readonly FlaggedRule[]
  /** Absent when the bundle was not analyzed. */
  readonly found?: FoundInBundle
  /** Tokens in a redacted line, for the map. Absent in a line that is not redacted. */
  readonly tokens?: readonly (readonly [token: string, original: string, form: string])[]
  /** UTF-8, including the line end. */
  readonly text: Uint8Array
}

/** Distributes bundles for analysis: to worker threads, or through a queue to other machines. */
export interface Dispatcher {
  /**
   * Analyzes all bundles. Calls `onLine` exactly once per bundle, in any order, and waits for its
   * promise before it takes many more bundles. A bundle that crashes its worker does not affect the
   * others.
   */
  run(
    bundles: AsyncIterable<string>,
    order: BatchOrder,
    onLine: (line: BatchLine | SerializedBatchLine) => void | Promise<void>,
  ): Promise<void>
}
