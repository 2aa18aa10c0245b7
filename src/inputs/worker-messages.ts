import type { Marker } from '../model/marker.ts'
import type { Decoding, LocalClock } from '../model/parser.ts'
import type { ReadingExplained } from './explain-reading.ts'
import type { Found } from './find-files.ts'
import type { Recognised } from './recognise.ts'

/** One input that a worker is to read, as it can be sent: its parser by the name of its format. */
export interface Errand extends Pick<Recognised, 'encoding' | 'bom' | 'cr'> {
  readonly id: number
  readonly found: Found
  readonly format: string
  readonly clock: LocalClock
  readonly notes: readonly string[]
}

/** What a worker is given at its start. */
export interface WorkerOrder {
  readonly errands: readonly Errand[]
  /** How many inputs all workers together have open. */
  readonly inputs: number
  readonly markers: readonly Marker[]
  readonly codePage: string
  readonly decoding?: Decoding | undefined
  readonly explain: boolean
  /** How many packed bytes of one input may be on their way or waiting. */
  readonly ahead: number
  /** Holds the id of the errand it is at: when it crashes, that one is to blame. */
  readonly at: Int32Array
}

/** What a worker says of one errand. */
export interface Delivery {
  readonly id: number
  /** Bytes read of the input since the last. */
  readonly bytes: number
  /** A batch of observations, as `v8.serialize` makes it. */
  readonly packed?: Uint8Array
  readonly explained?: ReadingExplained
  readonly end?: true
}

/** That so many packed bytes of an errand have been used up: as much may follow. */
export interface Receipt {
  readonly id: number
  readonly taken: number
}
