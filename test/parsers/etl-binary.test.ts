import { describe, expect, it } from 'vitest'
import { etlBinary } from '../../src/parsers/etl-binary.ts'
import { readBytes } from '../support/read-bytes.ts'
import { headOf } from '../support/read-text.ts'

/** The first buffer of a trace: WMI_BUFFER_HEADER and the head of the logfile header event. */
function firstBuffer(change: (view: DataView) => void = () => {}): Uint8Array {
  const bytes = new Uint8Array(0x200)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0x10000, true)
  view.setUint32(0x30, 0x1c8, true)
  view.setUint16(0x36, 4, true)
  view.setUint16(0x48, 2, true)
  view.setUint8(0x4a, 2)
  view.setUint8(0x4b, 0xc0)
  change(view)
  return bytes
}

describe('a binary trace', () => {
  it('is recognised by its first buffer', () => {
    expect(etlBinary.recognise(headOf(firstBuffer()))).toEqual({})
    expect(etlBinary.recognise(headOf(firstBuffer((view) => view.setUint8(0x4a, 1))))).toEqual({})
  })

  it.each([
    ['has no size', (view: DataView) => view.setUint32(0, 0, true)],
    ['is too large', (view: DataView) => view.setUint32(0, 0x1000001, true)],
    ['is no header buffer', (view: DataView) => view.setUint16(0x36, 0, true)],
    ['begins with another event', (view: DataView) => view.setUint8(0x4b, 0x90)],
    ['begins with an event of another type', (view: DataView) => view.setUint8(0x4a, 19)],
  ])('is not seen where the buffer %s', (_, change) => {
    expect(etlBinary.recognise(headOf(firstBuffer(change)))).toBeUndefined()
  })

  it('is not seen in text, nor in a few bytes', () => {
    expect(etlBinary.recognise(headOf('text named .etl '.repeat(20)))).toBeUndefined()
    expect(etlBinary.recognise(headOf(firstBuffer().subarray(0, 0x4c)))).toBeUndefined()
  })

  it('is not read; the command that turns it into text is said', () => {
    const { seen, tally } = readBytes(etlBinary, firstBuffer(), { path: 'Tracing/Lync-16.0.6965.5305-Office-x86ship-U.etl' })
    expect(seen).toEqual([])
    expect(tally.notes).toEqual([
      'Binary trace: export it as text. On Windows, in its folder: tracerpt "Lync-16.0.6965.5305-Office-x86ship-U.etl" -of CSV -o "Lync-16.0.6965.5305-Office-x86ship-U.csv"',
    ])
  })
})
