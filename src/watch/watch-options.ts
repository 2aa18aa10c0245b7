import type { LiveTime } from '../inputs/live/live-inputs.ts'
import type { ClockOptions } from '../inputs/local-clock.ts'
import type { DecodingFiles } from '../model/parser.ts'
import type { Rule } from '../model/rule.ts'
import type { WatchEvent } from '../model/watch-event.ts'

/** What is watched, how it is judged, and who hears of it. */
export interface WatchOptions {
  readonly roots: readonly string[]
  /** Of the case, as in the report of `analyze`. */
  readonly id: string
  readonly machine: string
  readonly rules: readonly Rule[]
  readonly thresholds: ReadonlyMap<string, ReadonlyMap<string, number | string>>
  readonly clock: ClockOptions
  readonly codePage: string
  readonly decoding?: DecodingFiles
  readonly poll: boolean
  readonly time: LiveTime
  readonly stuckAfterMs: number
  readonly onEvent: (event: WatchEvent) => void
  readonly onChange: () => void
}
