import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { seconds } from '../../../src/model/duration.ts'
import { lyncFolder, readOnce, watchFolder } from './watched-folder.ts'

const BUFFER = 8192
const trace = readFileSync('samples/formats/etl-binary/client-strings.etl')

it('a binary trace that grows is heard as one that is read once, buffer by buffer', async () => {
  const { lync, tracing } = lyncFolder()
  const file = join(tracing, 'Lync.etl')
  writeFileSync(file, trace.subarray(0, 2 * BUFFER))
  const live = await watchFolder(lync)
  const heard: number[] = []
  for (let at = 2 * BUFFER; at < trace.length; at += BUFFER) {
    appendFileSync(file, trace.subarray(at, at + BUFFER))
    await live.passQuietTime()
    heard.push(live.logObservations.length)
  }
  // Before the end, not at it only.
  expect(heard.at(-3)).toBeGreaterThan(10)
  await live.passQuietTime(seconds(40))
  const once = await readOnce(lync)
  expect(live.logObservations).toEqual(once.heard)
  expect(live.inputs.summaries().find(({ format }) => format === 'etl-binary')).toMatchObject({
    status: 'read',
    records: 150,
    undecoded: 0,
    unreadable: 0,
    damage: [],
  })
})

it('a binary trace is decoded by what lies beside it', async () => {
  const { lync, tracing } = lyncFolder()
  cpSync('samples/tmf/client.tmf', join(lync, 'client.tmf'))
  cpSync('samples/formats/etl-binary/client-wpp.etl', join(tracing, 'Lync.etl'))
  const live = await watchFolder(lync)
  await live.passQuietTime(seconds(40))
  expect(live.logObservations).toEqual((await readOnce(lync)).heard)
  expect(live.inputs.summaries().find(({ format }) => format === 'etl-binary')).toMatchObject({
    records: 150,
    undecoded: 0,
  })
})

it('a binary trace goes on behind an end that was none', async () => {
  const { lync, tracing } = lyncFolder()
  const file = join(tracing, 'Lync.etl')
  writeFileSync(file, trace.subarray(0, 4 * BUFFER))
  const live = await watchFolder(lync)
  await live.passQuietTime(seconds(40))
  appendFileSync(file, trace.subarray(4 * BUFFER))
  await live.passQuietTime()
  await live.passQuietTime(seconds(40))
  expect(live.logObservations).toEqual((await readOnce(lync)).heard)
  expect(live.inputs.summaries().find(({ format }) => format === 'etl-binary')).toMatchObject({
    records: 150,
    damage: [],
  })
})
