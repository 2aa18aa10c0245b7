import type { LiveTime } from '../inputs/live/live-inputs.ts'
import type { LocalClockOptions } from '../inputs/local-clock.ts'
import type { Observation } from '../model/observation.ts'
import type { DecodingFiles } from '../model/parser.ts'
import type { Rule, Severity } from '../model/rule.ts'
import type { WatchEvent } from '../model/watch-event.ts'

/** Input folders, analysis settings and callbacks of a watch session. */
export interface WatchOptions {
  /** Lync folders, or folders with the same layout. */
  readonly roots: readonly string[]
  /** Id of the case, as in the report of `analyze`. */
  readonly id: string
  readonly machine: string
  /** Settings of the machine, which are not in its folders. */
  readonly givenObservations: readonly Observation[]
  readonly rules: readonly Rule[]
  readonly thresholds: ReadonlyMap<string, ReadonlyMap<string, number | string>>
  readonly severities?: ReadonlyMap<string, Severity>
  /** Rules that are reported as turned off. */
  readonly turnedOff?: readonly Rule[]
  /** How local times in the evidence are read, as the user gave it. */
  readonly clock: LocalClockOptions
  /** Code page of text that is not UTF-8, by a name that TextDecoder knows. */
  readonly codePage: string
  readonly decoding?: DecodingFiles
  /** Whether to poll for changes, because the file system does not report them. */
  readonly poll: boolean
  /** Whether links in the folders are followed. They are listed otherwise. */
  readonly followLinks: boolean
  readonly time: LiveTime
  readonly stuckAfterMs: number
  /** Called for each event, in their order. */
  readonly onEvent: (event: WatchEvent) => void
  /** Called when the view may have changed, even if there was no event. */
  readonly onChange: () => void
}
