import { expect } from 'vitest'
import { etlBinary } from '../../src/parsers/etl/etl-binary.ts'
import { readTmf } from '../../src/parsers/etl/wpp/read-tmf.ts'
import { buffer, etlFile } from '../support/etl/etl-builder.ts'
import { eventHeader, fullEvent, SOME_GUID } from '../support/etl/etl-events.ts'
import { eventInfoBlob } from '../support/etl/event-info-blob.ts'
import { acceptsTest, keepsTest, limitTest } from '../support/limits/limit-test.ts'
import { readBytes } from '../support/read-bytes.ts'

const METADATA = 'bbccf6c1-6cd1-48c4-80ff-839482e37671'
const BINARY = 14
const BUFFER_BYTES = 1 << 16
/** Room for the padded events of a buffer, whose header has 72 bytes. */
const ROOM = BUFFER_BYTES - 72

/** The schema of events whose payload is binary data of so many bytes. */
const schemaOf = (id: number, length: number) =>
  fullEvent({
    guid: METADATA,
    opcode: 32,
    data: eventInfoBlob({
      provider: SOME_GUID,
      providerName: 'Contoso',
      id,
      properties: [{ name: 'data', inType: BINARY, length }],
    }),
  })
const eventOf = (id: number, length: number) => eventHeader({ id, data: new Uint8Array(length) })

/** Reads a trace whose schemas are at its end, as in merged traces. */
function readMerged(events: readonly Uint8Array[], schemas: readonly Uint8Array[]) {
  const buffers: Uint8Array[] = []
  let from = 0
  let bytes = 0
  const add = (to: number) => {
    buffers.push(
      buffer(events.slice(from, to), { sequence: buffers.length + 1, bytes: BUFFER_BYTES }),
    )
    from = to
    bytes = 0
  }
  for (const [at, { length }] of events.entries()) {
    if (bytes + length + 7 > ROOM) add(at)
    bytes += (length + 7) & ~7
  }
  add(events.length)
  buffers.push(buffer(schemas, { sequence: buffers.length + 1, bytes: BUFFER_BYTES }))
  const { tally } = readBytes(etlBinary, etlFile(buffers, { bufferBytes: BUFFER_BYTES }), {
    markers: [],
  })
  expect(tally).toMatchObject({ records: events.length, damage: [] })
  return tally
}

keepsTest('parsers/etl/etl-reading.ts MAX_POSTPONED_EVENTS', (count) => {
  const event = eventOf(7, 4)
  const { records, undecoded } = readMerged(Array(count).fill(event), [schemaOf(7, 4)])
  return { kept: records - undecoded, left: undecoded }
})

acceptsTest('parsers/etl/etl-reading.ts MAX_POSTPONED_BYTES', (bytes) => {
  const size = 1 << 15
  const last = size + (bytes % size)
  const events = [...Array((bytes - last) / size).fill(eventOf(7, size)), eventOf(8, last)]
  const { undecoded } = readMerged(events, [schemaOf(7, size), schemaOf(8, last)])
  expect(undecoded).toBeLessThanOrEqual(1)
  return undecoded === 0
})

limitTest('parsers/etl/wpp/read-tmf.ts MAX_FORMAT_LINES', {
  at: (value) => expect(readFormat(value)).toEqual({ lines: value, problems: [] }),
  beyond: (value) =>
    expect(readFormat(value + 1)).toEqual({
      lines: undefined,
      problems: ['line 2: a message with more than 100 lines'],
    }),
})

/** The lines of the format string of a message that has so many, and the problems of the file. */
function readFormat(count: number) {
  const { messages, problems } = readTmf(
    '11111111-2222-3333-4444-555555555555 program // SRC=a.c MJ= MN=\n' +
      `#typev a_c1 10 "%0%10!d!${'\nline'.repeat(count - 1)}" // LEVEL=INFO\n` +
      '{\nstatus, ItemLong -- 10\n}\n',
  )
  for (const message of messages) expect(message.arguments).toHaveLength(1)
  return { lines: messages[0]?.format.split('\n').length, problems }
}
