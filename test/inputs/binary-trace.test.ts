import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { EtlTrace } from '../../samples/make/etl-trace.mjs'
import { findFiles } from '../../src/inputs/find-files.ts'
import { readCase } from '../../src/inputs/read-case.ts'
import { traceTextMarkers } from '../../src/model/marker.ts'
import type { Observation } from '../../src/model/observation.ts'
import { createWantedRecords } from '../../src/scan/matcher.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const PROVIDER = '7f3c2b1a-9d4e-4c60-8a51-2e5b6d7c8f90'

async function heard(
  path: string,
  stdin: Readable = Readable.from([]),
): Promise<readonly Observation[]> {
  const seen: Observation[] = []
  await readCase(findFiles([path]), {
    wanted: createWantedRecords(traceTextMarkers('ResponseCode')),
    codePage: 'windows-1252',
    stdin,
    onObservation: (one) => seen.push(one),
  })
  return seen
}

const about = (seen: readonly Observation[]) =>
  seen.map((one) =>
    one.kind === 'input' ? { ...one.input, path: '' } : { ...one, source: one.source.offset },
  )

it('a binary trace is read from a stream as from its file', async () => {
  const path = 'samples/formats/etl-binary/client-strings.etl'
  const bytes = readFileSync(path)
  const pieces = Array.from({ length: 100 }, (_, index) =>
    bytes.subarray(index * 700, (index + 1) * 700),
  )
  const streamed = await heard('-', Readable.from(pieces))
  expect(about(streamed).slice(0, -1)).toEqual(about(await heard(path)).slice(0, -1))
  expect(streamed.at(-1)).toMatchObject({
    kind: 'input',
    input: { format: 'etl-binary', records: 150, unreadable: 0 },
  })
})

it('a binary trace that is long enough for a kernel is read byte for byte, whatever bytes it has', async () => {
  const start = Date.UTC(2016, 8, 20, 6)
  // No line feed anywhere in its beginning, but carriage returns: line ends of old text files,
  // which are turned into others.
  const etl = new EtlTrace({ start, end: start + 60_000, bufferBytes: 65_536, processors: 4 })
  for (let turn = 0; turn < 12_000; turn += 1) {
    const text =
      turn % 100 === 13
        ? `answer ${turn}\rResponseCode=NoError`
        : `turn ${turn}\rnothing of interest in this one at all`
    etl.text(start + turn * 5, { provider: PROVIDER, text })
  }
  const path = join(folder, 'large.etl')
  writeFileSync(path, etl.build())
  const seen = await heard(path)
  expect(seen.flatMap((one) => (one.kind === 'trace' ? [one.event.message] : []))).toEqual(
    Array.from({ length: 120 }, (_, index) => `answer ${index * 100 + 13}\rResponseCode=NoError`),
  )
  expect(seen.at(-1)).toMatchObject({
    input: { records: 12_000, undecoded: 0, unreadable: 0, disorder: 0, damage: [] },
  })
})
