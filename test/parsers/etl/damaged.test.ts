import { describe, expect, it } from 'vitest'
import { buffer, etlFile, headerBuffer, ORIGIN } from '../../support/etl/etl-builder.ts'
import { join, write } from '../../support/etl/etl-bytes.ts'
import { eventHeader } from '../../support/etl/etl-events.ts'
import { readEtlEvents } from '../../support/etl/read-etl-events.ts'

const SIZE = 0x2000
const part = (sequence: number) =>
  buffer(
    [0, 1, 2, 3, 4].map((index) =>
      eventHeader({ id: sequence * 10 + index, time: ORIGIN + BigInt(sequence) }),
    ),
    { sequence },
  )
const five = (sequence: number) => [0, 1, 2, 3, 4].map((index) => sequence * 10 + index)
const trace = () => etlFile([part(1), part(2), part(3), part(4)])
const all = [1, 2, 3, 4].flatMap(five)

/** Ids of the events after the header event, and descriptions of the damage. */
function read(bytes: Uint8Array): {
  readonly ids: readonly number[]
  readonly damageTexts: readonly string[]
} {
  const { events, damageTexts } = readEtlEvents(bytes)
  return { ids: events.filter(({ header }) => header === 'event').map(({ id }) => id), damageTexts }
}

/** Returns the trace with some fields overwritten. */
function changed(...fields: Parameters<typeof write>[1][]): Uint8Array {
  const bytes = trace()
  write(bytes, ...fields)
  return bytes
}

describe('a damaged trace', () => {
  it('cut inside a buffer keeps the complete events before the cut', () => {
    const cut = trace().subarray(0, 4 * SIZE + 0x48 + 2 * 80 + 5)
    expect(read(cut)).toEqual({
      ids: [...five(1), ...five(2), ...five(3), 40, 41],
      damageTexts: ['32768: the file ends inside a buffer: 7955 bytes are missing'],
    })
  })

  it('cut between two buffers is detected by the count in its header', () => {
    expect(read(trace().subarray(0, 3 * SIZE)).damageTexts).toEqual([
      '24576: buffers in the header but not in the file: 2',
    ])
    const circular = etlFile([part(1)], { buffersWritten: 500, mode: 2 })
    const running = etlFile([part(1)], { buffersWritten: 500, endTime: 0n })
    for (const file of [circular, running]) expect(read(file).damageTexts).toEqual([])
  })

  it.each([0, 3, 0x48, 0x1800, 0x4000, 0x9000, 0xff_0000, 0xffff_ffff])(
    'goes on behind a buffer that says it has %i bytes',
    (size) => {
      for (const place of [1, 2, 4]) {
        const { ids, damageTexts } = read(changed([place * SIZE, 4, size]))
        expect(ids).toEqual(all)
        expect(damageTexts.length).toBeGreaterThan(0)
        expect(Number.parseInt(damageTexts[0] ?? '', 10)).toBeGreaterThanOrEqual(place * SIZE)
      }
    },
  )

  it('continues after a header buffer with a wrong size', () => {
    for (const size of [0, 7, 0x100_0000, 0x1000])
      expect(read(changed([0, 4, size])).ids).toEqual(all)
  })

  it('loses the rest of a buffer after an impossible event size, then continues', () => {
    const third = 2 * SIZE + 0x48 + 2 * 80
    const rest = [...five(1), 20, 21, ...five(3), ...five(4)]
    expect(read(changed([third, 2, 3]))).toEqual({
      ids: rest,
      damageTexts: [
        `${third}: an event extends past the end of its buffer: the last 240 bytes were skipped`,
      ],
    })
    expect(read(changed([third, 2, 0x7000])).ids).toEqual(rest)
    expect(read(changed([third + 3, 1, 0x33]))).toEqual({
      ids: rest,
      damageTexts: [
        `${third}: no event begins here: the last 240 bytes of the buffer were skipped`,
      ],
    })
    expect(read(changed([third + 2, 1, 99])).ids).toEqual(rest)
  })

  it('loses the rest of a buffer when extended items extend past their event', () => {
    const event = eventHeader({ id: 7, items: [[1, new Uint8Array(16)]] })
    write(event, [86, 2, 500])
    const { ids, damageTexts } = read(etlFile([buffer([eventHeader({ id: 6 }), event]), part(2)]))
    expect(ids).toEqual([6, ...five(2)])
    expect(damageTexts).toEqual([
      `${SIZE + 0x48 + 80}: extended items extend past the end of their event: ` +
        'the last 104 bytes of the buffer were skipped',
    ])
  })

  it('keeps the readable part of a compressed buffer', () => {
    const packed = buffer(
      [1, 2, 3].map((id) => eventHeader({ id })),
      { compressed: true },
    )
    write(packed, [4, 4, 0x48 + 240 + 64], [0x30, 4, 0x48 + 240 + 64])
    const { ids, damageTexts } = read(etlFile([packed, part(2)], { compression: 3 }))
    expect(ids).toEqual([1, 2, 3, ...five(2)])
    expect(damageTexts).toEqual([
      '8192: a compressed buffer is damaged: 64 bytes could not be unpacked',
    ])
  })

  it('without its header has no clock, but all events', () => {
    const { ids, damageTexts } = read(trace().subarray(SIZE))
    expect(ids).toEqual(all)
    expect(damageTexts).toEqual([
      '0: the header of the trace is missing: clock and session are unknown',
    ])
    expect(readEtlEvents(trace().subarray(SIZE)).events.every(({ untimed }) => untimed)).toBe(true)
    expect(read(changed([0x48 + 6, 2, 5])).ids).toEqual(all)
  })

  it('finds buffers after foreign bytes, and reports these', () => {
    const noise = new Uint8Array(1_234).fill(0x5a)
    const bytes = join(trace().subarray(0, 2 * SIZE), noise, trace().subarray(2 * SIZE), noise)
    expect(read(bytes)).toEqual({
      ids: all,
      damageTexts: [
        `${2 * SIZE}: 1234 bytes belong to no buffer`,
        `${5 * SIZE + 1_234}: 1234 bytes belong to no buffer`,
      ],
    })
  })

  it('finds buffers after zeros, and counts zeros at the end as unused', () => {
    const zeros = new Uint8Array(SIZE)
    const bytes = join(trace().subarray(0, 2 * SIZE), zeros, trace().subarray(2 * SIZE), zeros)
    expect(read(bytes)).toEqual({
      ids: all,
      damageTexts: [`${2 * SIZE}: 8192 bytes belong to no buffer`],
    })
  })

  it('gives the events of a repeated buffer once', () => {
    const doubled = join(trace().subarray(0, 3 * SIZE), trace().subarray(2 * SIZE))
    expect(read(doubled)).toEqual({
      ids: all,
      damageTexts: [`${3 * SIZE}: this buffer was read before: 8192 bytes were skipped`],
    })
    expect(read(join(headerBuffer({ buffersWritten: 5 }), trace())).damageTexts).toEqual([
      expect.stringMatching('^8192: this buffer was read before'),
    ])
  })

  it('gives all events whatever the order of its buffers', () => {
    const [first, ...rest] = [0, 1, 2, 3, 4].map((index) =>
      trace().subarray(index * SIZE, (index + 1) * SIZE),
    )
    const swapped = join(first ?? new Uint8Array(), ...rest.reverse())
    expect(read(swapped)).toEqual({ ids: [4, 3, 2, 1].flatMap(five), damageTexts: [] })
  })
})

describe('bytes that are not a trace', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\n'.repeat(50))],
    ['zeros', new Uint8Array(50_000)],
    ['0xFF', new Uint8Array(50_000).fill(0xff)],
    ['the beginning of a header', headerBuffer().subarray(0, 0x48)],
  ])('have no events: %s', (_, bytes) => {
    expect(readEtlEvents(bytes)).toMatchObject({ events: [], sessions: [] })
  })
})
