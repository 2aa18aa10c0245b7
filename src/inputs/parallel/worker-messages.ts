import type { Marker } from '../../model/marker.ts'
import type { DecodingFiles, LocalClock } from '../../model/parser.ts'
import type { FoundInput } from '../find-files.ts'
import type { ReadingProfile } from '../reading-profiler.ts'
import type { RecognisedInput } from '../recognise.ts'

/** One input that a worker reads, as plain values. Its parser is named by its format. */
export interface ReadTask extends Pick<RecognisedInput, 'encoding' | 'bomBytes' | 'crLineEnds'> {
  readonly id: number
  readonly found: FoundInput
  readonly format: string
  readonly clock: LocalClock
  readonly notes: readonly string[]
}

/** The `workerData` of a read worker. */
export interface ReadWorkerData {
  readonly tasks: readonly ReadTask[]
  /** Number of inputs that all workers together have open. */
  readonly openInputs: number
  readonly markers: readonly Marker[]
  readonly codePage: string
  readonly decoding?: DecodingFiles | undefined
  /** Whether to measure how each input is read. */
  readonly profiled: boolean
  /** Limit for the bytes of one input that were sent and are not acknowledged yet. */
  readonly maxUnackedBytes: number
  /** Id of the task that is read now: the one that is to blame when the worker crashes. */
  readonly currentTask: Int32Array
}

/** Message of a worker about one task. */
export interface ReadMessage {
  readonly id: number
  /** Bytes of the input that were read since the last message. */
  readonly bytes: number
  /** A batch of observations, made by `v8.serialize`. */
  readonly serialized?: Uint8Array
  readonly profile?: ReadingProfile
  readonly end?: true
}

/** Reply to a worker: this many serialized bytes of the task were consumed. */
export interface Ack {
  readonly id: number
  readonly consumedBytes: number
}
