import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { etlBinary } from '../../src/parsers/etl/etl-binary.ts'
import { tracefmtText } from '../../src/parsers/tracefmt/tracefmt-text.ts'
import { readBytes } from '../support/read-bytes.ts'
import { corpus, requires } from '../support/requires.ts'
import { plainBytes } from '../support/samples.ts'

const { skip, title } = requires('corpus')

describe.skipIf(skip)(`real logs of other programs${title}`, () => {
  it('are never taken for the client’s, whether they are binary or text', () => {
    const traces = readdirSync(`${corpus()}/etl`).map((name) => `etl/${name}`)
    expect(traces.length).toBeGreaterThan(20)
    for (const name of traces) {
      const { tally } = readBytes(etlBinary, readFileSync(`${corpus()}/${name}`), { markers: [] })
      expect(['other', 'unknown'], name).toContain(tally.program.conclude(undefined).program)
    }
    for (const name of ['hw3d__FmtFile.txt', 'sonde__sonde_netsh_or_tracefmt_utf16le.txt']) {
      const { tally } = readBytes(tracefmtText, plainBytes(`${corpus()}/text/${name}`))
      expect(tally.program.conclude(undefined).program, name).toBe('other')
    }
  })
})
