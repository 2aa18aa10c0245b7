import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { seconds } from '../../src/model/duration.ts'
import { rules } from '../../src/rules/index.ts'
import { WatchSession } from '../../src/watch/watch-session.ts'
import { keepsTest } from '../support/limits/limit-test.ts'
import { NOON } from '../support/observations.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const createSession = (root: string) =>
  new WatchSession({
    roots: [root],
    id: 'case',
    machine: 'PC-0142',
    givenObservations: [],
    rules,
    clock: {},
    codePage: 'windows-1252',
    poll: true,
    followLinks: false,
    stuckAfterMs: seconds(120),
    thresholds: new Map(),
    time: { wall: Date.now, steady: () => performance.now() },
    onEvent() {},
    onChange() {},
  })

keepsTest('watch/watch-session.ts MAX_EVENTS', (count) => {
  const session = createSession(temporaryFolder('watch'))
  for (let at = 1; at <= count; at += 1)
    session.recordEvent({ event: 'report-written', paths: [`${at}.html`] })
  const { events } = session.view()
  // The latest are kept.
  expect(events.at(-1)).toMatchObject({ paths: [`${count}.html`] })
  return events.length
})

keepsTest('watch/watch-session.ts MAX_JOURNEYS', async (count) => {
  const root = temporaryFolder('watch')
  const spool = join(root, 'sip_kim@contoso.example', 'History Spooler')
  mkdirSync(spool, { recursive: true })
  for (let at = 0; at < count; at += 1) {
    const path = join(spool, `${at}.hist`)
    writeFileSync(path, '')
    utimesSync(path, NOON / 1000 + at, NOON / 1000 + at)
  }
  const session = createSession(root)
  await session.start()
  const { items, journeys } = session.view()
  await session.stop('quit')
  expect(items).toHaveLength(count)
  // The oldest ones have a journey.
  expect(JSON.stringify(journeys)).toContain('0.hist')
  return journeys.length
})
