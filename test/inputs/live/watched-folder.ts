import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach } from 'vitest'
import { Engine } from '../../../src/analysis/engine.ts'
import { reportedEvidence } from '../../../src/evidence/index.ts'
import { findFiles } from '../../../src/inputs/find-files.ts'
import {
  LiveInputs,
  type LiveInputsOptions,
  type LiveTime,
} from '../../../src/inputs/live/live-inputs.ts'
import type { ClockOptions } from '../../../src/inputs/local-clock.ts'
import { readCase } from '../../../src/inputs/read-case.ts'
import type { Observation } from '../../../src/model/observation.ts'
import type { WatchEventBody } from '../../../src/model/watch-event.ts'
import { rules } from '../../../src/rules/index.ts'
import { createWantedRecords } from '../../../src/scan/matcher.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const { markers } = new Engine({ rules, evidence: reportedEvidence })
const wanted = createWantedRecords(markers)

/** The clocks of the machine, and what was added to them. */
class Clocks implements LiveTime {
  private readonly added = { wall: 0, steady: 0 }

  wall(): number {
    return Date.now() + this.added.wall
  }

  steady(): number {
    return performance.now() + this.added.steady
  }

  /** Time goes by. Not more at once than a machine that is awake lets go by between two looks. */
  pass(milliseconds: number): void {
    this.added.wall += milliseconds
    this.added.steady += milliseconds
  }

  /** The clock is set, or the machine sleeps and its steady clock with it. */
  set(milliseconds: number): void {
    this.added.wall += milliseconds
  }
}

type Event<K extends WatchEventBody['event']> = Extract<WatchEventBody, { readonly event: K }>

/** A folder that is watched, and all that was heard and noticed of it. */
export class WatchedFolder {
  readonly time = new Clocks()
  readonly observations: Observation[] = []
  readonly notifications: WatchEventBody[] = []
  readonly inputs: LiveInputs
  private waiting: (() => void)[] = []

  constructor(folder: string, more: Partial<LiveInputsOptions> = {}) {
    const wake = () => {
      const { waiting } = this
      this.waiting = []
      for (const one of waiting) one()
    }
    this.inputs = new LiveInputs({
      roots: [folder],
      wanted,
      clock: {},
      codePage: 'windows-1252',
      poll: false,
      time: this.time,
      onObservation: (one) => this.observations.push(one),
      onEvent: (event) => {
        this.notifications.push(event)
        wake()
      },
      onChange: wake,
      ...more,
    })
  }

  /** Resolves when it holds; looked at whenever something changed. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds())
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve)
      })
  }

  /** The events of a kind so far. */
  events<K extends WatchEventBody['event']>(kind: K): Event<K>[] {
    return this.notifications.filter((one): one is Event<K> => one.event === kind)
  }

  /** Everything was quiet for long enough that last records are told. */
  async passQuietTime(milliseconds = 3000): Promise<void> {
    await this.inputs.rescan()
    this.time.pass(milliseconds)
    await this.inputs.rescan()
  }

  /** Names of what waits in all spools. */
  get itemNames(): string[] {
    return this.inputs.spools().flatMap(({ items }) => [...items.values()].map(({ name }) => name))
  }

  /** How many items wait in all spools. */
  get waitingItems(): number {
    return this.inputs.spools().reduce((sum, { items }) => sum + items.size, 0)
  }

  /** What was heard of logs, wherever the log lay then, without an order between logs. */
  get logObservations(): string[] {
    return ofLogs(this.observations)
  }
}

const open: { stop(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop()
})

/** Watches a folder until the end of the test. */
export async function watchFolder(
  folder: string,
  more: Partial<LiveInputsOptions> = {},
): Promise<WatchedFolder> {
  const one = new WatchedFolder(folder, more)
  open.push(one.inputs)
  await one.inputs.start()
  return one
}

export const user = 'kim@contoso.example'

/**
 * A folder laid out like that of the client, with nothing in it but the folders; removed after the
 * test.
 */
export function lyncFolder(): {
  readonly lync: string
  readonly sip: string
  readonly spool: string
  readonly tracing: string
} {
  const lync = temporaryFolder('live')
  const sip = join(lync, `sip_${user}`)
  const spool = join(sip, 'History Spooler')
  const tracing = join(lync, 'Tracing')
  for (const folder of [spool, tracing]) mkdirSync(folder, { recursive: true })
  open.push({ stop: () => rmSync(lync, { recursive: true, force: true }) })
  return { lync, sip, spool, tracing }
}

function ofLogs(seen: readonly Observation[]): string[] {
  return seen
    .filter(({ kind }) => kind === 'trace' || kind === 'sip' || kind === 'provisioning')
    .map((one) => JSON.stringify({ ...one, source: { ...one.source, path: '' } }))
    .sort()
}

/** The same of the files as they lie there now, read once. */
export async function readOnce(
  folder: string,
  clock: ClockOptions = {},
): Promise<{ readonly all: Observation[]; readonly heard: string[] }> {
  const all: Observation[] = []
  await readCase(findFiles([folder]), {
    wanted,
    codePage: 'windows-1252',
    stdin: Readable.from([]),
    ...clock,
    onObservation: (one) => all.push(one),
  })
  return { all, heard: ofLogs(all) }
}

/** Records of a client log, numbered; every second is one that some evidence asks for. */
export function records(from: number, count: number): string {
  return Array.from({ length: count }, (_, index) => record(from + index)).join('')
}

export function record(number: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const seconds = number % 86_400
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  const text =
    number % 2 === 0
      ? `ErrorServerBusy from EWS, number ${number}`
      : 'timer fired, nothing to be done'
  return `06/14/2016|${time}.123 0BC4:1A2C INFO  :: ${text}\r\n`
}
