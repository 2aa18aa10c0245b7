import type { DecodeText } from '../inputs/encoding.ts'
import { InputReader } from '../inputs/input-reader.ts'
import type { RecognisedInput } from '../inputs/recognise.ts'
import type { DecodingFiles } from '../model/parser.ts'
import { Tally } from '../model/tally.ts'
import { learnFromEvent } from '../parsers/etl/decoders/decode-event.ts'
import type { EtlDecoder } from '../parsers/etl/etl-event.ts'
import { type EtlListener, EtlReader } from '../parsers/etl/etl-reader.ts'
import type { EventCursor } from '../parsers/etl/event-cursor.ts'
import { createTraceDecoders } from '../parsers/etl/trace-decoders.ts'
import { describesTrace } from './describes-trace.ts'
import { toPrintedEvent } from './printed-event.ts'
import { removePrivateParts } from './private-parts.ts'
import { formatTracefmtLine } from './tracefmt-line.ts'

/** A place in a binary trace: a record, counted from 1 as the file has them, or a byte offset. */
export interface RecordPlace {
  readonly record?: number | undefined
  readonly offset?: number | undefined
}

/** A decoded record as it may be shown: without message text and credentials. */
export interface ShownRecord {
  readonly record: number
  readonly offset: number
  readonly text: string
}

interface RecordsOfTrace {
  readonly records: readonly ShownRecord[]
  readonly recordCount: number
  /** The numbers of the records at each place, in the order of the places. */
  readonly found: readonly (readonly number[])[]
}

/**
 * Records of a compressed block share its offset. More of them are not shown.
 * Limit: records of a binary trace that `show` prints for one place.
 * Beyond: further ones are left out.
 */
const MAX_RECORDS_AT_OFFSET = 20

/**
 * Reads records of a binary trace, and `context` records before and after each. Reads the trace
 * twice: a trace may contain what decodes it behind the record.
 */
export async function readShownRecords(
  input: RecognisedInput,
  places: readonly RecordPlace[],
  context: number,
  decoding: DecodingFiles | undefined,
  decode: DecodeText,
): Promise<RecordsOfTrace> {
  const decoders = createTraceDecoders(decoding, decode)
  const offsets = new Map<number, number[]>(
    places.flatMap(({ offset }) => (offset === undefined ? [] : [[offset, []]])),
  )
  let recordCount = 0
  await walkRecords(
    input,
    (cursor, record) => {
      recordCount = record
      const numbers = offsets.get(cursor.event.offset)
      if (numbers && numbers.length < MAX_RECORDS_AT_OFFSET) numbers.push(record)
    },
    decoders,
  )
  const found = places.map(({ record, offset }) =>
    offset !== undefined
      ? (offsets.get(offset) ?? [])
      : record !== undefined && record >= 1 && record <= recordCount
        ? [record]
        : [],
  )
  const wanted = new Set<number>()
  for (const record of found.flat())
    for (let number = record - context; number <= record + context; number += 1) wanted.add(number)
  const records: ShownRecord[] = []
  if (found.some((numbers) => numbers.length > 0))
    await walkRecords(input, ({ event }, record) => {
      if (!wanted.has(record)) return
      const printed = removePrivateParts(toPrintedEvent(event, decoders, decode))
      records.push({ record, offset: event.offset, text: formatTracefmtLine(printed, 0) })
    })
  return { records, recordCount, found }
}

/** Walks all records but those that describe the trace itself, from which `learners` learn. */
async function walkRecords(
  input: RecognisedInput,
  onRecord: (cursor: EventCursor, record: number) => void,
  learners: readonly EtlDecoder[] = [],
): Promise<void> {
  let record = 0
  const listener: EtlListener = {
    onSession() {},
    onDamage() {},
    onBuffer(_, cursor) {
      while (cursor.next()) {
        learnFromEvent(cursor.event, learners)
        if (describesTrace(cursor.event)) continue
        record += 1
        onRecord(cursor, record)
      }
    },
  }
  await new InputReader(input).readAll(new EtlReader(listener), new Tally())
}
