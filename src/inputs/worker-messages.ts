import type { Marker } from '../model/marker.ts'
import type { DecodingFiles, LocalClock } from '../model/parser.ts'
import type { FoundInput } from './find-files.ts'
import type { ReadingProfile } from './reading-profiler.ts'
import type { RecognisedInput } from './recognise.ts'

/** One input that a worker is to read, as it can be sent: its parser by the name of its format. */
export interface ReadTask extends Pick<RecognisedInput, 'encoding' | 'bom' | 'cr'> {
  readonly id: number
  readonly found: FoundInput
  readonly format: string
  readonly clock: LocalClock
  readonly notes: readonly string[]
}

/** What a worker is given at its start. */
export interface ReadWorkerData {
  readonly tasks: readonly ReadTask[]
  /** How many inputs all workers together have open. */
  readonly inputs: number
  readonly markers: readonly Marker[]
  readonly codePage: string
  readonly decoding?: DecodingFiles | undefined
  readonly profiled: boolean
  /** How many packed bytes of one input may be on their way or waiting. */
  readonly ahead: number
  /** Holds the id of the errand it is at: when it crashes, that one is to blame. */
  readonly currentTask: Int32Array
}

/** What a worker says of one errand. */
export interface ReadMessage {
  readonly id: number
  /** Bytes read of the input since the last. */
  readonly bytes: number
  /** A batch of observations, as `v8.serialize` makes it. */
  readonly serialized?: Uint8Array
  readonly profile?: ReadingProfile
  readonly end?: true
}

/** That so many packed bytes of an errand have been used up: as much may follow. */
export interface Ack {
  readonly id: number
  readonly consumedBytes: number
}
