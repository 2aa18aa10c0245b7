import { setImmediate as nextTurn } from 'node:timers/promises'
import { describesTrace } from '../excerpts/describes-trace.ts'
import { type EtlEventRecord, toEventRecord, toPrintedEvent } from '../excerpts/printed-event.ts'
import { removePrivateParts } from '../excerpts/private-parts.ts'
import { createTextDecoder } from '../inputs/encoding.ts'
import { eventsByTime } from '../inputs/etl/events-by-time.ts'
import { type FoundTrace, tracesAmong } from '../inputs/etl/find-traces.ts'
import { readInTurn } from '../inputs/read-case.ts'
import type { Marker } from '../model/marker.ts'
import type { Observation } from '../model/observation.ts'
import type { EtlDecoder } from '../parsers/etl/etl-event.ts'
import { EtlIndex } from '../parsers/etl/etl-index.ts'
import { EtlReader } from '../parsers/etl/etl-reader.ts'
import { createTraceDecoders } from '../parsers/etl/trace-decoders.ts'
import { removePrivateTexts } from '../redact/remove-private-texts.ts'
import { allRecords, createWantedRecords } from '../scan/matcher.ts'
import { openInputs } from './open-inputs.ts'
import type { Input, ReadingOptions } from './options.ts'

export type { EtlEventRecord } from '../excerpts/printed-event.ts'
export type { Moment } from '../model/moment.ts'
export type {
  AutodiscoverAnswer,
  BuildHint,
  ClientProgramObservation,
  ClockTick,
  Cmdlet,
  CmdletMissing,
  CmdletOutput,
  CollectionObservation,
  ConfigurationRow,
  EwsAnswer,
  IncidentObservation,
  InputObservation,
  Observation,
  ObservationBase,
  ObservationKind,
  ObservationOf,
  ProvisioningObservation,
  RegistryValue,
  SipObservation,
  SpoolFolderObservation,
  SpoolItemObservation,
  SpoolSource,
  TraceObservation,
} from '../model/observation.ts'
export {
  SIP_HEADERS,
  type SipHeaderName,
  type SipMessage,
  sipHeader,
} from '../model/sip-message.ts'
export type { TraceEvent, TraceLevel } from '../model/trace-event.ts'
export type { EtlFields, EtlHeader, EtlSchemaKind, EtlValue } from '../parsers/etl/etl-event.ts'

/** What to read. All options may be left out. */
export interface ObservationOptions extends ReadingOptions {
  /**
   * Only trace records and SIP messages that contain one of these texts are decoded, which is many
   * times faster. Without it, all are. Observations of other kinds always come.
   */
  readonly markers?: readonly Marker[]
}

/** After this time, timers and other events get their turn. */
const MAX_BUSY_MS = 20
/** Reading the clock for every event would take longer than most events. */
const EVENTS_BETWEEN_CLOCKS = 256

/**
 * Reads what evidence says, in the order of the inputs and of the records in them: records of
 * traces, SIP messages, settings, spooled items. The last observation of each input is of the kind
 * `input`: it counts its records, and says what is damaged or why it cannot be read.
 *
 * Nothing is read before the first observation is requested, and no input is held in memory as a
 * whole. `break` closes the file. A bad record is counted and skipped; an input that cannot be read
 * ends with its `input`, and the next one follows. Message text and credentials are left out.
 * Throws a `UsageError` for a path that does not exist, when the first observation is requested.
 */
export async function* readObservations(
  inputs: Input | readonly Input[],
  options: ObservationOptions = {},
): AsyncGenerator<Observation, void, undefined> {
  const { markers } = options
  const { found, reading } = await openInputs(inputs, options)
  const wanted = markers ? createWantedRecords(markers) : allRecords
  let busySince = performance.now()
  for await (const batch of readInTurn(found, { ...reading, wanted })) {
    for (const observation of batch) yield withoutPrivateText(observation)
    if (performance.now() - busySince < MAX_BUSY_MS) continue
    await nextTurn()
    busySince = performance.now()
  }
}

/** Parsers leave out private text of SIP messages. A trace record is free text. */
const withoutPrivateText = (observation: Observation): Observation =>
  observation.kind === 'trace'
    ? { ...observation, event: removePrivateTexts(observation.event) }
    : observation

/** How to read a binary trace. All options may be left out. */
export interface EtlReadingOptions extends ReadingOptions {
  /** Whether to include the events in which the trace describes itself. Default: false. */
  readonly all?: boolean
  /**
   * Called before the first event of a trace of which parts are damaged, with their number and the
   * path of the trace. Their events are left out. `spoolscope etl info` lists the parts.
   */
  readonly onDamage?: (places: number, path: string) => void
}

/**
 * Reads the events of the binary traces (`.etl`) among the inputs, on every platform: one trace
 * after the other, each sorted by time. Files of other formats have none.
 *
 * A trace is indexed when its first event is requested. Memory does not grow with its size, except
 * in an archive, where a trace may have 512 MiB. `break` closes the file. Message text, credentials
 * and binary data are left out. Throws a `UsageError` for a path that does not exist, when the first
 * event is requested.
 */
export async function* readEtlEvents(
  inputs: Input | readonly Input[],
  options: EtlReadingOptions = {},
): AsyncGenerator<EtlEventRecord, void, undefined> {
  const { found, reading } = await openInputs(inputs, options)
  const decodeAnsi = createTextDecoder(reading.codePage)
  for (const trace of await tracesAmong(found)) {
    // Decoders learn from their trace.
    const decoders = createTraceDecoders(reading.decoding, decodeAnsi)
    yield* readTrace(trace, decoders, decodeAnsi, options)
  }
}

async function* readTrace(
  trace: FoundTrace,
  decoders: readonly EtlDecoder[],
  decodeAnsi: ReturnType<typeof createTextDecoder>,
  { all = false, onDamage }: EtlReadingOptions,
): AsyncGenerator<EtlEventRecord, void, undefined> {
  const file = await trace.open()
  try {
    const index = new EtlIndex(decoders)
    file.readAll(new EtlReader(index))
    if (index.damageCount > 0) onDamage?.(index.damageCount, trace.path)
    let busySince = performance.now()
    let events = 0
    for (const event of eventsByTime(file, index.buffers)) {
      if (all || !describesTrace(event))
        yield toEventRecord(removePrivateParts(toPrintedEvent(event, decoders, decodeAnsi)))
      events += 1
      if (events % EVENTS_BETWEEN_CLOCKS > 0 || performance.now() - busySince < MAX_BUSY_MS)
        continue
      await nextTurn()
      busySince = performance.now()
    }
  } finally {
    file.close()
  }
}
