import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readDecoding } from '../../src/inputs/read-decoding.ts'
import type { TraceObservation } from '../../src/model/observation.ts'
import { etlBinary } from '../../src/parsers/etl/etl-binary.ts'
import { type ReadOptions, readBytes } from '../support/read-bytes.ts'
import { corpus, requires } from '../support/requires.ts'

const { skip, title } = requires('corpus')
const read = (name: string, reads: ReadOptions = {}) =>
  readBytes(etlBinary, readFileSync(`${corpus()}/${name}.etl`), reads)

describe.skipIf(skip)(`real binary traces as inputs of a case${title}`, () => {
  it('are emitted in order of time, without exception', () => {
    const names = readdirSync(`${corpus()}/etl`)
      .map((name) => `etl/${name.slice(0, -4)}`)
      // With all events wanted, more are of interest than the reorder buffer holds.
      .filter((name) => !name.includes('net.4.5.2'))
    expect(names.length).toBeGreaterThan(20)
    let emittedCount = 0
    for (const name of names) {
      const { observations, tally } = read(name)
      const times = observations.map(({ at = 0 }) => at)
      expect(times, name).toEqual([...times].sort((left, right) => left - right))
      expect(tally, name).toMatchObject({ disorder: 0, unreadable: 0 })
      emittedCount += observations.length
    }
    expect(emittedCount).toBeGreaterThan(150)
  })

  it.each([
    ['etl/sonde__test', 9, 0],
    ['etl/krabsetw__powershell', 112, 2],
    ['etl/perfview__gcevents', 69, 69],
    ['etl/airbus__AMSITrace', 19, 0],
    ['etl-synthetic/synth_wpp', 46, 46],
  ])('%s has %i records, %i of them not decoded', (name, records, undecoded) => {
    expect(read(name).tally).toMatchObject({ records, undecoded })
  })

  it('are decoded by real manifests and trace message format files', () => {
    const decoding = readDecoding([`${corpus()}/tmf`], [`${corpus()}/manifests`], 'windows-1252')
    if (!decoding) throw new Error('Nothing decodes')
    expect(read('etl/perfview__gcevents', { decoding }).tally.undecoded).toBeLessThan(25)
    const { observations, tally } = read('etl-synthetic/synth_wpp', { decoding })
    expect(tally).toMatchObject({ records: 46, undecoded: 2 })
    expect((observations[1] as TraceObservation).event).toMatchObject({
      provider: 'BthPS3',
      level: 'error',
      component: 'L2CAP_PS3_ControlConnectResponseCompleted',
      pid: 4000,
      tid: 101,
      message:
        '[L2CAP_PS3_ControlConnectResponseCompleted] ERROR:HID Control Channel connection ' +
        'failed with status 0xc0000001(STATUS_UNSUCCESSFUL)',
    })
  })

  it('yield text that needs no schema', () => {
    const { observations } = read('etl-synthetic/synth_stringonly_ext')
    expect(
      observations.map((observation) => (observation as TraceObservation).event.message),
    ).toEqual(['CSignInManager::Start user=üser@contoso.com'])
  })

  it('are read as far as possible when they are cut, unclosed or damaged', () => {
    const damage = (name: string) =>
      read(name).tally.damage.map(({ offset, reason }) => [offset, reason.split(':')[0]])
    expect(damage('etl-synthetic/derived__krabsetw_powershell_cut100001')).toEqual([
      [98_304, 'the file ends inside a buffer'],
    ])
    expect(damage('etl-synthetic/synth_badeventsize')).toEqual([
      [8424, 'an event extends past the end of its buffer'],
    ])
    expect(damage('etl-synthetic/synth_badbufsize')).toEqual([
      [8192, 'a buffer has an impossible size'],
    ])
    expect(read('etl-synthetic/synth_unclosed_zero_tail').tally.notes.slice(0, 3)).toEqual([
      'Events lost while tracing: 17',
      'Buffers lost while tracing: 2',
      'The trace was copied before its session ended: its last seconds may be missing',
    ])
  })
})
