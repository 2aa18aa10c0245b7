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

async function readObservations(
  path: string,
  stdin: Readable = Readable.from([]),
): Promise<readonly Observation[]> {
  const observations: Observation[] = []
  await readCase(findFiles([path]), {
    wanted: createWantedRecords(traceTextMarkers('ResponseCode')),
    codePage: 'windows-1252',
    stdin,
    onObservation: (observation) => observations.push(observation),
  })
  return observations
}

/** Observations without the parts that depend on the path. */
const withoutPaths = (observations: readonly Observation[]) =>
  observations.map((observation) =>
    observation.kind === 'input'
      ? { ...observation.input, path: '' }
      : { ...observation, source: observation.source.offset },
  )

it('a binary trace is read from a stream like from its file', async () => {
  const path = 'samples/formats/etl-binary/client-strings.etl'
  const bytes = readFileSync(path)
  const chunks = Array.from({ length: 100 }, (_, index) =>
    bytes.subarray(index * 700, (index + 1) * 700),
  )
  const streamed = await readObservations('-', Readable.from(chunks))
  expect(withoutPaths(streamed).slice(0, -1)).toEqual(
    withoutPaths(await readObservations(path)).slice(0, -1),
  )
  expect(streamed.at(-1)).toMatchObject({
    kind: 'input',
    input: { format: 'etl-binary', records: 150, unreadable: 0 },
  })
})

it('the bytes of a binary trace that is read with the scanner are not changed', async () => {
  const start = Date.UTC(2016, 8, 20, 6)
  // Its beginning has carriage returns and no line feed. In a text file those would be line ends,
  // which are converted.
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
  const observations = await readObservations(path)
  const messages = observations.flatMap((observation) =>
    observation.kind === 'trace' ? [observation.event.message] : [],
  )
  expect(messages).toEqual(
    Array.from({ length: 120 }, (_, index) => `answer ${index * 100 + 13}\rResponseCode=NoError`),
  )
  expect(observations.at(-1)).toMatchObject({
    input: { records: 12_000, undecoded: 0, unreadable: 0, disorder: 0, damage: [] },
  })
})
