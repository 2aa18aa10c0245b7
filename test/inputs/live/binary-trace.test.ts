import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { seconds } from '../../../src/model/duration.ts'
import { lyncFolder, readOnce, watchFolder } from './watched-folder.ts'

const BUFFER = 8192
const trace = readFileSync('samples/formats/etl-binary/client-strings.etl')

it('a growing binary trace gives the same observations as one that is read once', async () => {
  const { lync, tracing } = lyncFolder()
  const file = join(tracing, 'Lync.etl')
  writeFileSync(file, trace.subarray(0, 2 * BUFFER))
  const live = await watchFolder(lync)
  const counts: number[] = []
  for (let at = 2 * BUFFER; at < trace.length; at += BUFFER) {
    appendFileSync(file, trace.subarray(at, at + BUFFER))
    await live.passQuietTime()
    counts.push(live.logObservations.length)
  }
  // Observations come during growth, not only at the end.
  expect(counts.at(-3)).toBeGreaterThan(10)
  await live.passQuietTime(seconds(40))
  const once = await readOnce(lync)
  expect(live.logObservations).toEqual(once.logObservations)
  expect(live.inputs.summaries().find(({ format }) => format === 'etl-binary')).toMatchObject({
    status: 'read',
    records: 150,
    undecoded: 0,
    unreadable: 0,
    damage: [],
  })
})

it('a binary trace is decoded by files in its folder', async () => {
  const { lync, tracing } = lyncFolder()
  cpSync('samples/tmf/client.tmf', join(lync, 'client.tmf'))
  cpSync('samples/formats/etl-binary/client-wpp.etl', join(tracing, 'Lync.etl'))
  const live = await watchFolder(lync)
  await live.passQuietTime(seconds(40))
  expect(live.logObservations).toEqual((await readOnce(lync)).logObservations)
  expect(live.inputs.summaries().find(({ format }) => format === 'etl-binary')).toMatchObject({
    records: 150,
    undecoded: 0,
  })
})

it('a binary trace that seemed complete may grow on', async () => {
  const { lync, tracing } = lyncFolder()
  const file = join(tracing, 'Lync.etl')
  writeFileSync(file, trace.subarray(0, 4 * BUFFER))
  const live = await watchFolder(lync)
  await live.passQuietTime(seconds(40))
  appendFileSync(file, trace.subarray(4 * BUFFER))
  await live.passQuietTime()
  await live.passQuietTime(seconds(40))
  expect(live.logObservations).toEqual((await readOnce(lync)).logObservations)
  expect(live.inputs.summaries().find(({ format }) => format === 'etl-binary')).toMatchObject({
    records: 150,
    damage: [],
  })
})
