import { buildOfflineTrail } from '../analysis/case-journeys.ts'
import { buildCaseReport } from '../analysis/case-report.ts'
import { Engine } from '../analysis/engine.ts'
import { reportedEvidence } from '../evidence/index.ts'
import { LiveInputs } from '../inputs/live/live-inputs.ts'
import { spoolItemObservation } from '../inputs/spool-folder.ts'
import { joinJourneys } from '../journeys/join-journeys.ts'
import { defined } from '../model/defined.ts'
import { seconds } from '../model/duration.ts'
import type { LiveItem, LiveView } from '../model/live-view.ts'
import { toIsoTime } from '../model/moment.ts'
import type { Observation } from '../model/observation.ts'
import type { CaseReport, Verdict } from '../model/report.ts'
import type { WatchEvent, WatchEventBody } from '../model/watch-event.ts'
import { createWantedRecords } from '../scan/matcher.ts'
import { Flow } from './flow.ts'
import { LogRate } from './log-rate.ts'
import { RecentlyGoneItems } from './recently-gone-items.ts'
import { isState, STATE_KINDS, stateObservations } from './state-observations.ts'
import { StuckItems } from './stuck-items.ts'
import type { WatchOptions } from './watch-options.ts'

/** Items become stuck by the clock alone: it is looked at this often, in milliseconds. */
const STUCK_CHECK_INTERVAL_MS = 400
/** Between two judgements of a case that changes all the time. */
const MIN_ANALYSIS_INTERVAL_MS = 200
/** Judging takes at most one part of so many of the time: keys are answered between. */
const ANALYSIS_TIME_DIVISOR = 8
/** Words such as “waits for 3 min” grow old. */
const MAX_ANALYSIS_INTERVAL_MS = seconds(10)
const MAX_EVENTS = 500
/** Of items that wait: the oldest. */
const MAX_JOURNEYS = 500
const FLOW_SPAN_MS = seconds(5)
const FLOW_SPAN_COUNT = 48

const inputsFingerprint = (inputs: LiveInputs): string =>
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
    inputs.problems(),
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
  private readonly fixedStates: Observation[] = []
  private readonly stuck: StuckItems
  private readonly goneItems = new RecentlyGoneItems()
  private readonly flow = new Flow(FLOW_SPAN_MS, FLOW_SPAN_COUNT)
  private readonly rate: LogRate
  private readonly changedAt = new Map<string, number>()
  private readonly statuses = new Map<string, Verdict['status']>()
  private readonly startedAt: number
  private events: WatchEvent[] = []
  private reading: LiveView['reading']
  private lastReport: CaseReport | undefined
  private waitingCache: { readonly version: number; readonly all: readonly LiveItem[] } = {
    version: -1,
    all: [],
  }
  /** What the inputs were like when they last said that something had changed. */
  private fingerprint = ''
  private statesChanged = true
  private analyzedAt = Number.NEGATIVE_INFINITY
  /** How long it took the last time, milliseconds. */
  private analysisDuration = 0
  private timer: NodeJS.Timeout | undefined
  private pendingAnalysis: NodeJS.Timeout | undefined
  private started = false
  private ended = false

  constructor(options: WatchOptions) {
    this.options = options
    this.engine = new Engine({
      rules: options.rules,
      evidence: reportedEvidence,
      thresholds: options.thresholds,
    })
    this.stuck = new StuckItems(options.stuckAfterMs)
    this.inputs = new LiveInputs({
      roots: options.roots,
      clock: options.clock,
      codePage: options.codePage,
      poll: options.poll,
      time: options.time,
      decoding: options.decoding,
      wanted: createWantedRecords(this.engine.markers),
      onObservation: (seen) => this.hear(seen),
      onEvent: (event) => this.notice(event),
      onChange: () => this.changed(),
      onProgress: (bytes, total) => {
        this.reading = { bytes, total }
        options.onChange()
      },
    })
    this.startedAt = options.time.wall()
    this.rate = new LogRate(options.time)
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
    this.checkStuckItems()
    this.analyze()
    this.timer = setInterval(() => this.checkStuckItems(), STUCK_CHECK_INTERVAL_MS)
  }

  async stop(reason: string): Promise<void> {
    if (this.ended) return
    this.ended = true
    clearInterval(this.timer)
    clearTimeout(this.pendingAnalysis)
    await this.inputs.stop()
    this.analyze()
    this.notice({ event: 'watch-ended', reason })
  }

  /** As `analyze` would report it now. */
  report(): CaseReport {
    this.analyze()
    return this.lastReport as CaseReport
  }

  /** Whether nothing waits in any spool, and there is a spool at all. */
  isSpoolEmpty(): boolean {
    return this.inputs.spools().length > 0 && this.waitingItems().length === 0
  }

  statusOf(rule: string): Verdict['status'] | undefined {
    return this.statuses.get(rule)
  }

  recordEvent(event: WatchEventBody): void {
    this.notice(event)
  }

  view(): LiveView {
    const { options, inputs, startedAt } = this
    const now = inputs.now()
    const report = this.lastReport ?? this.report()
    const summaries = inputs.summaries()
    const waiting = this.waitingItems()
    const present = waiting
      .slice(0, MAX_JOURNEYS)
      .map((item) => ({ ...item, source: spoolItemObservation(item).source }))
    return {
      users: [...new Set(inputs.spools().flatMap(({ user }) => user ?? []))],
      machine: options.machine,
      folders: options.roots,
      startedAt,
      now,
      report,
      verdictChangedAt: this.changedAt,
      events: this.events,
      stuckAfter: options.stuckAfterMs,
      ...defined({ reading: this.reading ? this.reading : undefined }),
      logs: this.rate.measure(summaries),
      items: waiting,
      flow: this.flow.snapshot(now),
      journeys: joinJourneys(
        buildOfflineTrail(this.engine, [...this.goneItems.items, ...present]),
        now,
        options.stuckAfterMs,
      ),
      inputProblems: inputs.problems(),
    }
  }

  /** All that waits, oldest first. */
  private waitingItems(): readonly LiveItem[] {
    const { version } = this.inputs
    if (version !== this.waitingCache.version) {
      const all = this.inputs.spools().flatMap(({ items }) => [...items.values()])
      this.waitingCache = { version, all: all.sort((left, right) => left.since - right.since) }
    }
    return this.waitingCache.all
  }

  private hear(seen: Observation): void {
    if (!isState(seen)) this.engine.observe(seen)
    else if (seen.kind !== 'input') this.fixedStates.push(seen)
    this.statesChanged = true
  }

  private notice(noticing: WatchEventBody): void {
    const now = this.inputs.now()
    if (noticing.event === 'item-appeared') this.flow.addArrival(now)
    if (noticing.event === 'item-gone') {
      this.flow.addDeparture(now)
      this.goneItems.add(noticing, now)
    }
    const event = { ...noticing, at: toIsoTime(now) } as WatchEvent
    this.events = [...this.events.slice(-MAX_EVENTS + 1), event]
    this.options.onEvent(event)
    this.options.onChange()
  }

  private changed(): void {
    const known = this.fingerprint
    this.fingerprint = inputsFingerprint(this.inputs)
    // Inputs say so after every look; mostly nothing is another.
    if (this.fingerprint === known && !this.statesChanged) return
    this.statesChanged = true
    this.options.onChange()
    if (!this.started || this.pendingAnalysis || this.ended) return
    this.pendingAnalysis = setTimeout(
      () => {
        this.pendingAnalysis = undefined
        this.checkStuckItems()
        this.analyze()
      },
      Math.max(MIN_ANALYSIS_INTERVAL_MS, ANALYSIS_TIME_DIVISOR * this.analysisDuration),
    )
  }

  /** Items that have become stuck since the last look. */
  private checkStuckItems(): void {
    const now = this.inputs.now()
    const found = this.stuck.findNewlyStuck(this.waitingItems(), now)
    for (const item of found) {
      const { folder, name, bytes, since, user } = item
      const waited = now - since
      this.notice({
        event: 'item-stuck',
        folder,
        name,
        bytes,
        since: toIsoTime(since),
        waited,
        limit: this.options.stuckAfterMs,
        ...defined({ user }),
      })
    }
    if (found.length > 0 || now - this.analyzedAt >= MAX_ANALYSIS_INTERVAL_MS) this.analyze()
  }

  private analyze(): void {
    const { engine, inputs, options } = this
    const began = options.time.steady()
    const now = inputs.now()
    const summaries = inputs.summaries()
    if (this.statesChanged)
      engine.replaceStates(
        stateObservations(this.fixedStates, inputs.spools(), summaries, now),
        STATE_KINDS,
      )
    else engine.observe(stateObservations([], [], [], now)[0] as Observation)
    this.statesChanged = false
    this.analyzedAt = now
    this.lastReport = buildCaseReport({
      id: options.id,
      engine,
      inputs: summaries,
      goneItems: this.goneItems.items,
    })
    // What is judged while the history is read is not yet what is so.
    this.analysisDuration = options.time.steady() - began
    if (this.started)
      for (const verdict of this.lastReport.verdicts) this.compareVerdict(verdict, now)
    options.onChange()
  }

  private compareVerdict({ rule, title, severity, status, message }: Verdict, now: number): void {
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
