import type { CaseReport } from './report.ts'
import type { Severity } from './rule.ts'
import type { VerdictOptions } from './verdict-options.ts'

/** What became of one bundle: a line of the results of `batch`. */
export interface BatchLine {
  readonly schemaVersion: 1
  /** Path of the bundle as it was named or found: the id of its case. */
  readonly bundle: string
  /**
   * SHA-256 of its content, lower-case hexadecimal: of the file, or of the names and contents of a
   * folder. Absent when it could not be read.
   */
  readonly sha256?: string
  /** What it was judged with: the program's version, rules, thresholds and options, hashed. */
  readonly ruleSet: string
  /**
   * `judged`: see the report; `unreadable`: nothing in it could be read; `failed`: reading it broke
   * off (crash, memory, time).
   */
  readonly status: 'judged' | 'unreadable' | 'failed'
  /** Why it is not judged. */
  readonly reason?: string
  readonly report?: CaseReport
}

/** How a bundle is to be judged, in plain values that a worker or a queue can carry. */
export interface BatchOrder {
  /** Parsed values of all options that affect verdicts. */
  readonly options: VerdictOptions
  readonly ruleSet: string
  /**
   * SHA-256 of the files that `--tmf` and `--manifest` name, which a worker elsewhere must have
   * too.
   */
  readonly decoding?: string
}

/** A rule that flagged a bundle, or crashed on it. */
export interface FlaggedRule {
  readonly rule: string
  readonly severity: Severity
  readonly status: 'flagged' | 'crashed'
}

/**
 * A line as it is written, with what has to be known of it: so it is made into text where it was
 * judged, and read again by nobody.
 */
export interface SerializedBatchLine {
  readonly bundle: string
  readonly sha256?: string
  readonly status: BatchLine['status']
  readonly flags: readonly FlaggedRule[]
  /** UTF-8, with its line end. */
  readonly text: Uint8Array
}

/** A way to have bundles judged: threads of this machine, or a queue that other machines serve. */
export interface Dispatcher {
  /**
   * Has each judged and hears of each once, in any order; a bundle that breaks its judge costs
   * itself only.
   */
  run(
    bundles: AsyncIterable<string>,
    order: BatchOrder,
    hear: (line: BatchLine | SerializedBatchLine) => void,
  ): Promise<void>
}
