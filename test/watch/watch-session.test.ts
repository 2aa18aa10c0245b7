import { appendFileSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { buildCaseReport } from '../../src/analysis/case-report.ts'
import { Engine } from '../../src/analysis/engine.ts'
import { reportedEvidence } from '../../src/evidence/index.ts'
import { findFiles } from '../../src/inputs/find-files.ts'
import { observeMachine } from '../../src/inputs/machine/observe-machine.ts'
import { readCase } from '../../src/inputs/read-case.ts'
import { seconds } from '../../src/model/duration.ts'
import type { Observation } from '../../src/model/observation.ts'
import type { CaseReport } from '../../src/model/report.ts'
import type { InputSummary } from '../../src/model/tally.ts'
import type { WatchEvent } from '../../src/model/watch-event.ts'
import { rules } from '../../src/rules/index.ts'
import { createWantedRecords } from '../../src/scan/matcher.ts'
import { WatchSession } from '../../src/watch/watch-session.ts'
import { watchEventSchemaErrors } from '../support/schemas/watch-event-schema.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function lyncFolder(): { readonly root: string; readonly spool: string; readonly log: string } {
  const root = temporaryFolder()
  folders.push(root)
  const spool = join(root, 'sip_kim@contoso.example', 'History Spooler')
  mkdirSync(spool, { recursive: true })
  mkdirSync(join(root, 'Tracing'))
  const log = join(root, 'Tracing', 'Lync-UccApi-0.UccApilog')
  writeFileSync(log, record('signed in'))
  return { root, spool, log }
}

const record = (text: string) => {
  const iso = new Date().toISOString()
  const date = `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)}`
  return `${date}|${iso.slice(11, 23)} 1A2C:9F4 INFO  :: ${text}\r\n`
}

/** Creates a session that is not started. `until` waits for a condition. */
function createSession(
  root: string,
  stuckAfter = seconds(120),
  givenObservations: readonly Observation[] = [],
) {
  const events: WatchEvent[] = []
  let wake = () => {}
  const session = new WatchSession({
    roots: [root],
    id: 'case',
    machine: 'PC-0142',
    givenObservations,
    rules,
    clock: {},
    codePage: 'windows-1252',
    poll: false,
    followLinks: false,
    stuckAfterMs: stuckAfter,
    thresholds: new Map([['spool-message-stuck', new Map([['stuckAfter', stuckAfter]])]]),
    time: { wall: Date.now, steady: () => performance.now() },
    onEvent: (event) => void events.push(event),
    onChange: () => wake(),
  })
  const until = async (condition: () => boolean) => {
    while (!condition())
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }
  const eventsOf = (kind: WatchEvent['event']) => events.filter(({ event }) => event === kind)
  return { session, events, until, eventsOf }
}

/** Creates and starts a session. */
async function startSession(root: string, stuckAfter = seconds(120)) {
  const watch = createSession(root, stuckAfter)
  await watch.session.start()
  return watch
}

/** Analyzes a folder as of a time, in milliseconds UTC. */
async function analyzeFolder(root: string, at: number): Promise<CaseReport> {
  const engine = new Engine({ rules, evidence: reportedEvidence })
  engine.observe({
    kind: 'tick',
    at,
    from: 'the clock of this machine',
    source: { path: '--as-of' },
  })
  const inputs: InputSummary[] = []
  const onObservation = (observation: Observation) => {
    if (observation.kind === 'input') inputs.push(observation.input)
    engine.observe(observation)
  }
  await readCase(findFiles([root]), {
    wanted: createWantedRecords(engine.markers),
    codePage: 'windows-1252',
    stdin: Readable.from([]),
    onObservation,
  })
  return buildCaseReport({ id: 'case', engine, inputs })
}

const statuses = ({ verdicts }: CaseReport) =>
  verdicts.map(({ rule, status, message }) => [rule, status, message])

it('uses the settings of the machine, which no file in its folder has', async () => {
  const { root } = lyncFolder()
  const registry = Buffer.from(
    'HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Lync\r\n' +
      '    EnableTracing    REG_DWORD    0x1\r\n    TracingLevel    REG_SZ    FULL\r\n',
  )
  const timeZone = { name: 'UTC', utcOffsetMinutes: 0 }
  const client = { path: 'C:\\Office16\\lync.exe', version: '16.0.6741.2056' }
  const facts = { machine: 'PC-0142', timeZone, registry, client, unread: [] }
  const { session } = createSession(root, undefined, await observeMachine(facts, Date.now()))
  await session.start()
  expect(session.statusOf('logging-not-full')).toBe('clear')
  expect(session.report().facts.clientBuild?.value).toBe('16.0.6741.2056')
  await session.stop('quit')
})

describe('watching a folder and then analyzing it gives the same verdicts', () => {
  it.each(readdirSync('samples/whole'))('%s', async (name) => {
    const root = temporaryFolder()
    folders.push(root)
    cpSync(join('samples', 'whole', name), root, { recursive: true, preserveTimestamps: true })
    const { session } = await startSession(root)
    await session.stop('quit')
    const watched = session.report()
    const analyzed = await analyzeFolder(root, Date.parse(watched.asOf?.time ?? ''))
    expect(statuses(watched)).toEqual(statuses(analyzed))
    expect(Object.keys(watched.facts)).toEqual(Object.keys(analyzed.facts))
    expect(watched.journeys).toEqual(analyzed.journeys)
    expect(watched.timeline).toEqual(analyzed.timeline)
  })

  it('also after items arrived and left and the log grew', async () => {
    const { root, spool, log } = lyncFolder()
    const { session, until, eventsOf } = await startSession(root)
    for (const name of ['1.hist', '2.hist', '3.hist']) writeFileSync(join(spool, name), 'x')
    await until(() => eventsOf('item-appeared').length === 3)
    rmSync(join(spool, '2.hist'))
    await until(() => eventsOf('item-gone').length === 1)
    appendFileSync(
      log,
      record(
        'EWS request CreateItem to https://mail.contoso.example/EWS/Exchange.asmx answered ' +
          'ResponseCode=ErrorServerBusy',
      ),
    )
    appendFileSync(log, record('goes on'))
    await until(() => session.statusOf('ews-request-failing') === 'flagged')
    await session.stop('quit')
    const watched = session.report()
    expect(watched.facts.spoolItems?.value).toBe(2)
    expect(statuses(watched)).toEqual(
      statuses(await analyzeFolder(root, Date.parse(watched.asOf?.time ?? ''))),
    )
  })
})

it('a report has the journey of an item that left, and the limit of the session', async () => {
  const { root, spool } = lyncFolder()
  const { session, until, eventsOf } = await startSession(root, 60_000)
  writeFileSync(join(spool, '1.hist'), 'x')
  await until(() => eventsOf('item-appeared').length === 1)
  rmSync(join(spool, '1.hist'))
  await until(() => eventsOf('item-gone').length === 1)
  await session.stop('quit')
  const { journeys, timeline } = session.report()
  expect(journeys?.map(({ user, steps }) => [user, steps.map(({ stage }) => stage)])).toEqual([
    ['kim@contoso.example', ['spooled', 'gone']],
  ])
  expect(journeys?.map(({ key }) => key)).toEqual(session.view().journeys.map(({ key }) => key))
  expect(timeline?.stuckAfter).toBe(60_000)
})

it('the verdict follows an item that appears, gets stuck and leaves', async () => {
  const { root, spool } = lyncFolder()
  const { session, until, eventsOf, events } = await startSession(root, 400)
  writeFileSync(join(spool, '1.hist'), 'x')
  await until(() => session.statusOf('spool-message-stuck') === 'flagged')
  expect(eventsOf('item-appeared')).toMatchObject([{ name: '1.hist', user: 'kim@contoso.example' }])
  expect(eventsOf('item-stuck')).toMatchObject([{ name: '1.hist', limit: 400 }])
  expect(session.view()).toMatchObject({
    items: [{ name: '1.hist' }],
    users: ['kim@contoso.example'],
    machine: 'PC-0142',
  })
  rmSync(join(spool, '1.hist'))
  await until(() => session.statusOf('spool-message-stuck') === 'clear')
  expect(session.isSpoolEmpty()).toBe(true)
  session.recordEvent({ event: 'report-written', paths: ['a.json', 'a.txt'] })
  await session.stop('quit')
  expect(session.view()).toMatchObject({
    itemCounts: { seen: 1, stuck: 1, gone: 1 },
    reportPaths: ['a.json', 'a.txt'],
  })
  expect(eventsOf('item-gone')).toHaveLength(1)
  const changes = events.filter(
    (event) => event.event === 'verdict-changed' && event.rule === 'spool-message-stuck',
  )
  expect(changes).toMatchObject([
    { from: 'clear', to: 'flagged' },
    { from: 'flagged', to: 'clear' },
  ])
  expect(events.at(-1)).toMatchObject({ event: 'watch-ended', reason: 'quit' })
  expect(events.flatMap(watchEventSchemaErrors)).toEqual([])
})

it('an item that was stuck before the watch started is reported as stuck, not as new', async () => {
  const { root, spool } = lyncFolder()
  writeFileSync(join(spool, 'old.hist'), 'x')
  const { session, until, eventsOf } = await startSession(root, 1)
  await until(() => eventsOf('item-stuck').length === 1)
  expect(eventsOf('item-appeared')).toEqual([])
  expect(session.view().itemCounts).toEqual({ seen: 1, stuck: 1, gone: 0 })
  await session.stop('quit')
})

describe('a session that is stopped before the history is read', () => {
  const watchers = () => process.getActiveResourcesInfo().filter((name) => name === 'FSEventWrap')

  it.each(['at once', 'in the middle'])(
    '%s leaves nothing running, and its last event is its end',
    async (when) => {
      const { session, until, events } = createSession(lyncFolder().root)
      const starting = session.start()
      if (when === 'in the middle') await until(() => session.view().reading !== undefined)
      await session.stop('quit')
      await starting
      expect(events.map(({ event }) => event)).toEqual(['watch-ended'])
      expect(watchers()).toEqual([])
    },
  )
})
