import { trailOf } from '../analysis/case-journeys.ts'
import { caseReport } from '../analysis/case-report.ts'
import { Engine } from '../analysis/engine.ts'
import { evidence } from '../evidence/index.ts'
import { LiveInputs } from '../inputs/live/live-inputs.ts'
import { spoolItemOf } from '../inputs/spool-folder.ts'
import { joinJourneys } from '../journeys/join-journeys.ts'
import { defined } from '../model/defined.ts'
import { seconds } from '../model/duration.ts'
import type { LiveItem, LiveView } from '../model/live-view.ts'
import { isoTime } from '../model/moment.ts'
import type { Observation } from '../model/observation.ts'
import type { CaseReport, Verdict } from '../model/report.ts'
import type { Noticing, WatchEvent } from '../model/watch-event.ts'
import { wantedRecords } from '../scan/matcher.ts'
import { Departed } from './departed.ts'
import { Flow } from './flow.ts'
import { Rate } from './rate.ts'
import { isState, STATES, states } from './states.ts'
import { StuckItems } from './stuck-items.ts'
import type { WatchOptions } from './watch-options.ts'

/** Items become stuck by the clock alone: it is looked at this often, in milliseconds. */
const LOOK_EVERY = 400
/** Between two judgements of a case that changes all the time. */
const JUDGE_EVERY = 200
/** Judging takes at most one part of so many of the time: keys are answered between. */
const SPARING = 8
/** Words such as “waits for 3 min” grow old. */
const JUDGE_AT_LEAST_EVERY = seconds(10)
const MOST_EVENTS = 500
/** Of items that wait: the oldest. */
const MOST_JOURNEYS = 500
const FLOW_SPAN = seconds(5)
const FLOW_SPANS = 48

const markOf = (inputs: LiveInputs): string =>
  JSON.stringify([
    inputs.version,
    inputs
      .summaries()
      .map(({ path, status, bytes, records, unreadable }) => [
        path,
        status,
        bytes,
        records,
        unreadable,
      ]),
    inputs.troubles(),
  ])

/**
 * Watches a case as it goes on: hears what the inputs notice, has it judged by the engine of
 * `analyze`, and tells what changed.
 */
export class WatchSession {
  private readonly options: WatchOptions
  private readonly engine: Engine
  private readonly inputs: LiveInputs
  /** States that do not change: of listings, manifests, and what else is read once. */
  private readonly told: Observation[] = []
  private readonly stuck: StuckItems
  private readonly departed = new Departed()
  private readonly flow = new Flow(FLOW_SPAN, FLOW_SPANS)
  private readonly rate: Rate
  private readonly changedAt = new Map<string, number>()
  private readonly statuses = new Map<string, Verdict['status']>()
  private readonly startedAt: number
  private events: WatchEvent[] = []
  private reading: LiveView['reading']
  private report_: CaseReport | undefined
  private items: { readonly version: number; readonly all: readonly LiveItem[] } = {
    version: -1,
    all: [],
  }
  /** What the inputs were like when they last said that something had changed. */
  private known = ''
  private stale = true
  private judgedAt = Number.NEGATIVE_INFINITY
  /** How long it took the last time, milliseconds. */
  private judging = 0
  private timer: NodeJS.Timeout | undefined
  private soon: NodeJS.Timeout | undefined
  private started = false
  private ended = false

  constructor(options: WatchOptions) {
    this.options = options
    this.engine = new Engine({ rules: options.rules, evidence, thresholds: options.thresholds })
    this.stuck = new StuckItems(options.stuckAfter)
    this.inputs = new LiveInputs({
      roots: options.roots,
      clock: options.clock,
      codePage: options.codePage,
      poll: options.poll,
      time: options.time,
      decoding: options.decoding,
      wanted: wantedRecords(this.engine.markers),
      hear: (seen) => this.hear(seen),
      notice: (event) => this.notice(event),
      changed: () => this.changed(),
      progress: (bytes, total) => {
        this.reading = { bytes, total }
        options.changed()
      },
    })
    this.startedAt = options.time.wall()
    this.rate = new Rate(options.time)
  }

  /** Reads what is there, then watches. */
  async start(): Promise<void> {
    await this.inputs.start()
    if (this.ended) return
    this.reading = undefined
    this.started = true
    const inputs = this.inputs.summaries()
    const records = inputs.reduce((sum, one) => sum + one.records, 0)
    this.notice({
      event: 'watch-started',
      folders: this.options.roots,
      inputs: inputs.length,
      records,
    })
    // Stuck already when the watch began: said as well, for whoever waits for it.
    this.look()
    this.judge()
    this.timer = setInterval(() => this.look(), LOOK_EVERY)
  }

  async stop(reason: string): Promise<void> {
    if (this.ended) return
    this.ended = true
    clearInterval(this.timer)
    clearTimeout(this.soon)
    await this.inputs.stop()
    this.judge()
    this.notice({ event: 'watch-ended', reason })
  }

  /** As `analyze` would report it now. */
  report(): CaseReport {
    this.judge()
    return this.report_ as CaseReport
  }

  /** Whether nothing waits in any spool, and there is a spool at all. */
  isSpoolEmpty(): boolean {
    return this.inputs.spools().length > 0 && this.waiting().length === 0
  }

  statusOf(rule: string): Verdict['status'] | undefined {
    return this.statuses.get(rule)
  }

  tell(event: Noticing): void {
    this.notice(event)
  }

  view(): LiveView {
    const { options, inputs, startedAt } = this
    const now = inputs.now()
    const report = this.report_ ?? this.report()
    const summaries = inputs.summaries()
    const waiting = this.waiting()
    const present = waiting
      .slice(0, MOST_JOURNEYS)
      .map((item) => ({ ...item, source: spoolItemOf(item).source }))
    return {
      users: [...new Set(inputs.spools().flatMap(({ user }) => user ?? []))],
      machine: options.machine,
      folders: options.roots,
      startedAt,
      now,
      report,
      changedAt: this.changedAt,
      events: this.events,
      stuckAfter: options.stuckAfter,
      ...defined({ reading: this.reading ? this.reading : undefined }),
      logs: this.rate.of(summaries),
      items: waiting,
      flow: this.flow.at(now),
      journeys: joinJourneys(
        trailOf(this.engine, [...this.departed.items, ...present]),
        now,
        options.stuckAfter,
      ),
      troubles: inputs.troubles(),
    }
  }

  /** All that waits, oldest first. */
  private waiting(): readonly LiveItem[] {
    const { version } = this.inputs
    if (version !== this.items.version) {
      const all = this.inputs.spools().flatMap(({ items }) => [...items.values()])
      this.items = { version, all: all.sort((left, right) => left.since - right.since) }
    }
    return this.items.all
  }

  private hear(seen: Observation): void {
    if (!isState(seen)) this.engine.observe(seen)
    else if (seen.kind !== 'input') this.told.push(seen)
    this.stale = true
  }

  private notice(noticing: Noticing): void {
    const now = this.inputs.now()
    if (noticing.event === 'item-appeared') this.flow.came(now)
    if (noticing.event === 'item-gone') {
      this.flow.went(now)
      this.departed.add(noticing, now)
    }
    const event = { ...noticing, at: isoTime(now) } as WatchEvent
    this.events = [...this.events.slice(-MOST_EVENTS + 1), event]
    this.options.notice(event)
    this.options.changed()
  }

  private changed(): void {
    const known = this.known
    this.known = markOf(this.inputs)
    // Inputs say so after every look; mostly nothing is another.
    if (this.known === known && !this.stale) return
    this.stale = true
    this.options.changed()
    if (!this.started || this.soon || this.ended) return
    this.soon = setTimeout(
      () => {
        this.soon = undefined
        this.look()
        this.judge()
      },
      Math.max(JUDGE_EVERY, SPARING * this.judging),
    )
  }

  /** Items that have become stuck since the last look. */
  private look(): void {
    const now = this.inputs.now()
    const found = this.stuck.look(this.waiting(), now)
    for (const item of found) {
      const { folder, name, bytes, since, user } = item
      const waited = now - since
      this.notice({
        event: 'item-stuck',
        folder,
        name,
        bytes,
        since: isoTime(since),
        waited,
        limit: this.options.stuckAfter,
        ...defined({ user }),
      })
    }
    if (found.length > 0 || now - this.judgedAt >= JUDGE_AT_LEAST_EVERY) this.judge()
  }

  private judge(): void {
    const { engine, inputs, options } = this
    const began = options.time.steady()
    const now = inputs.now()
    const summaries = inputs.summaries()
    if (this.stale) engine.restate(states(this.told, inputs.spools(), summaries, now), STATES)
    else engine.observe(states([], [], [], now)[0] as Observation)
    this.stale = false
    this.judgedAt = now
    this.report_ = caseReport({
      id: options.id,
      engine,
      inputs: summaries,
      departed: this.departed.items,
    })
    // What is judged while the history is read is not yet what is so.
    this.judging = options.time.steady() - began
    if (this.started) for (const verdict of this.report_.verdicts) this.compare(verdict, now)
    options.changed()
  }

  private compare({ rule, title, severity, status, message }: Verdict, now: number): void {
    const before = this.statuses.get(rule)
    this.statuses.set(rule, status)
    if (before === undefined || before === status) return
    this.changedAt.set(rule, now)
    this.notice({
      event: 'verdict-changed',
      rule,
      title,
      severity,
      from: before,
      to: status,
      message,
    })
  }
}
