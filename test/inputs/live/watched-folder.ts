import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { Engine } from '../../../src/analysis/engine.ts'
import { reportedEvidence } from '../../../src/evidence/index.ts'
import { findFiles } from '../../../src/inputs/find-files.ts'
import {
  LiveInputs,
  type LiveInputsOptions,
  type LiveTime,
} from '../../../src/inputs/live/live-inputs.ts'
import type { LocalClockOptions } from '../../../src/inputs/local-clock.ts'
import { readCase } from '../../../src/inputs/read-case.ts'
import type { Observation } from '../../../src/model/observation.ts'
import type { WatchEventBody } from '../../../src/model/watch-event.ts'
import { rules } from '../../../src/rules/index.ts'
import { createWantedRecords } from '../../../src/scan/matcher.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const { markers } = new Engine({ rules, evidence: reportedEvidence })
const wanted = createWantedRecords(markers)

/** The clocks of this machine plus what a test adds to them. */
class Clocks implements LiveTime {
  private readonly added = { wall: 0, steady: 0 }

  wall(): number {
    return Date.now() + this.added.wall
  }

  steady(): number {
    return performance.now() + this.added.steady
  }

  /** Lets time pass. More than some seconds at once count as sleep. */
  pass(milliseconds: number): void {
    this.added.wall += milliseconds
    this.added.steady += milliseconds
  }

  /** Sets the clock; or lets the machine sleep while its steady clock stops. */
  set(milliseconds: number): void {
    this.added.wall += milliseconds
  }
}

type Event<K extends WatchEventBody['event']> = Extract<WatchEventBody, { readonly event: K }>

/** A watched folder with all its observations and events so far. */
export class WatchedFolder {
  readonly time = new Clocks()
  readonly observations: Observation[] = []
  readonly notifications: WatchEventBody[] = []
  readonly inputs: LiveInputs
  private waiters: (() => void)[] = []

  constructor(folder: string, more: Partial<LiveInputsOptions> = {}) {
    const wake = () => {
      const { waiters } = this
      this.waiters = []
      for (const resolve of waiters) resolve()
    }
    this.inputs = new LiveInputs({
      roots: [folder],
      wanted,
      clock: {},
      codePage: 'windows-1252',
      poll: false,
      time: this.time,
      onObservation: (observation) => this.observations.push(observation),
      onEvent: (event) => {
        this.notifications.push(event)
        wake()
      },
      onChange: wake,
      ...more,
    })
  }

  /** Resolves when the condition is true. Checks it after every change. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition())
      await new Promise<void>((resolve) => {
        this.waiters.push(resolve)
      })
  }

  /** Returns the events of a kind so far. */
  events<K extends WatchEventBody['event']>(kind: K): Event<K>[] {
    return this.notifications.filter((event): event is Event<K> => event.event === kind)
  }

  /** Lets enough time pass that the last records of logs are emitted. */
  async passQuietTime(milliseconds = 3000): Promise<void> {
    await this.inputs.rescan()
    this.time.pass(milliseconds)
    await this.inputs.rescan()
  }

  /** Names of the items in all spools. */
  get itemNames(): string[] {
    return this.inputs.spools().flatMap(({ items }) => [...items.values()].map(({ name }) => name))
  }

  /** Number of items in all spools. */
  get itemCount(): number {
    return this.inputs.spools().reduce((sum, { items }) => sum + items.size, 0)
  }

  /** Observations of logs, sorted and without the path of the log. */
  get logObservations(): string[] {
    return toLogTexts(this.observations)
  }
}

/** Watches a folder until the end of the test. */
export async function watchFolder(
  folder: string,
  more: Partial<LiveInputsOptions> = {},
): Promise<WatchedFolder> {
  const watched = new WatchedFolder(folder, more)
  // A hook of this module would run only for the first test file that a process loads it for.
  onTestFinished(() => watched.inputs.stop())
  await watched.inputs.start()
  return watched
}

export const user = 'kim@contoso.example'

/** Creates a folder with the layout of the client's folder and without files. */
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
  return { lync, sip, spool, tracing }
}

function toLogTexts(observations: readonly Observation[]): string[] {
  return observations
    .filter(({ kind }) => kind === 'trace' || kind === 'sip' || kind === 'provisioning')
    .map((observation) =>
      JSON.stringify({ ...observation, source: { ...observation.source, path: '' } }),
    )
    .sort()
}

/** Reads the files of a folder once, as `analyze` does. */
export async function readOnce(
  folder: string,
  clock: LocalClockOptions = {},
): Promise<{ readonly all: Observation[]; readonly logObservations: string[] }> {
  const all: Observation[] = []
  await readCase(findFiles([folder]), {
    wanted,
    codePage: 'windows-1252',
    stdin: Readable.from([]),
    ...clock,
    onObservation: (observation) => all.push(observation),
  })
  return { all, logObservations: toLogTexts(all) }
}

/** Returns numbered records of a client log. Some evidence wants those with an even number. */
export function records(from: number, count: number): string {
  return Array.from({ length: count }, (_, index) => record(from + index)).join('')
}

export function record(number: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const seconds = number % 86_400
  const [hour, minute] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const time = `${two(hour)}:${two(minute)}:${two(seconds % 60)}`
  const text =
    number % 2 === 0
      ? `ErrorServerBusy from EWS, number ${number}`
      : 'timer fired, nothing to be done'
  return `06/14/2016|${time}.123 0BC4:1A2C INFO  :: ${text}\r\n`
}
