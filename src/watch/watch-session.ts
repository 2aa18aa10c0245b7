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
import { isState, STATE_KINDS, stateObservations, tickObservation } from './state-observations.ts'
import { StrongestCauses } from './strongest-causes.ts'
import { StuckItems } from './stuck-items.ts'
import type { WatchOptions } from './watch-options.ts'

/** Items become stuck by the time alone, so they are checked this often. */
const STUCK_CHECK_INTERVAL_MS = 400
/** All items may become stuck in one moment: keys get a response between so many events. */
const STUCK_EVENTS_AT_ONCE = 2000
/** Delay between two analyses while the case keeps changing. */
const MIN_ANALYSIS_INTERVAL_MS = 200
/** Analysis takes at most this fraction, 1 / n, of the time, so that keys get a response. */
const ANALYSIS_TIME_DIVISOR = 8
/** Messages such as “waiting for 3 min” become outdated without any change. */
const MAX_ANALYSIS_INTERVAL_MS = seconds(10)
/**
 * Memory must not grow while watching.
 * Limit: events that `watch` keeps.
 * Beyond: the earliest is forgotten.
 */
const MAX_EVENTS = 500
/**
 * Journeys are joined for the oldest of the items in the spool.
 * Limit: oldest items that `watch` links with messages.
 * Beyond: newer ones have no journey.
 */
const MAX_JOURNEYS = 500
const FLOW_SPAN_MS = seconds(5)
const FLOW_SPAN_COUNT = 48

/** Changes whenever an input has changed in a way that an analysis can see. */
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
 * Watches a case while it changes. Feeds the observations of the live inputs to the engine that
 * `analyze` uses, analyzes the case again after changes, and reports the changes as events.
 */
export class WatchSession {
  private readonly options: WatchOptions
  private readonly engine: Engine
  private readonly inputs: LiveInputs
  /** State observations of inputs that are read only once, such as listings and manifests. */
  private readonly fixedStates: Observation[] = []
  private readonly stuck: StuckItems
  private readonly goneItems = new RecentlyGoneItems()
  private readonly flow = new Flow(FLOW_SPAN_MS, FLOW_SPAN_COUNT)
  private readonly rate: LogRate
  private readonly changedAt = new Map<string, number>()
  private readonly statuses = new Map<string, Verdict['status']>()
  private readonly startedAt: number
  private events: WatchEvent[] = []
  private itemCounts: LiveView['itemCounts'] = { seen: 0, stuck: 0, gone: 0 }
  private readonly strongestCauses = new StrongestCauses()
  private readonly reportPaths: string[] = []
  private reading: LiveView['reading'] = { bytes: 0, total: 0 }
  private lastReport: CaseReport | undefined
  /** Fingerprint of the inputs at their last change. */
  private fingerprint = ''
  private statesChanged = true
  private analyzedAt = Number.NEGATIVE_INFINITY
  /** Duration of the last analysis, milliseconds. */
  private analysisDuration = 0
  private timer: NodeJS.Timeout | undefined
  private pendingAnalysis: NodeJS.Timeout | undefined
  /** The stuck items that have no event yet. */
  private stuckQueue: readonly LiveItem[] = []
  private pendingStuckEvents: NodeJS.Immediate | undefined
  private started = false
  private ended = false

  constructor(options: WatchOptions) {
    this.options = options
    this.engine = new Engine({
      rules: options.rules,
      evidence: reportedEvidence,
      thresholds: options.thresholds,
      ...defined({ severities: options.severities, turnedOff: options.turnedOff }),
    })
    this.stuck = new StuckItems(options.stuckAfterMs)
    this.inputs = new LiveInputs({
      roots: options.roots,
      clock: options.clock,
      codePage: options.codePage,
      poll: options.poll,
      followLinks: options.followLinks,
      time: options.time,
      decoding: options.decoding,
      wanted: createWantedRecords(this.engine.markers),
      onObservation: (observation) => this.handleObservation(observation),
      onEvent: (event) => this.addEvent(event),
      onItemGone: (key) => this.stuck.forget(key),
      onChange: () => this.handleInputChange(),
      onProgress: (bytes, total) => {
        this.reading = { bytes, total }
        options.onChange()
      },
    })
    this.startedAt = options.time.wall()
    this.rate = new LogRate(options.time)
  }

  /** Reads the existing inputs, then watches them. */
  async start(): Promise<void> {
    for (const observation of this.options.givenObservations) this.handleObservation(observation)
    await this.inputs.start()
    if (this.ended) return
    this.reading = undefined
    this.started = true
    const inputs = this.inputs.summaries()
    this.countItems({ seen: this.inputs.waitingItems().length })
    const records = inputs.reduce((sum, input) => sum + input.records, 0)
    this.addEvent({
      event: 'watch-started',
      folders: this.options.roots,
      inputs: inputs.length,
      records,
    })
    // Also reports items that were stuck before the watch started: --until may wait for them.
    this.queueStuckItems()
    this.analyze()
    this.timer = setInterval(() => this.checkStuckItems(), STUCK_CHECK_INTERVAL_MS)
  }

  /** Ends the session. `reason` is part of the last event. Later calls do nothing. */
  async stop(reason: string): Promise<void> {
    if (this.ended) return
    this.ended = true
    clearInterval(this.timer)
    clearTimeout(this.pendingAnalysis)
    await this.inputs.stop()
    clearImmediate(this.pendingStuckEvents)
    this.addStuckEvents(this.stuckQueue.length)
    this.analyze()
    this.addEvent({ event: 'watch-ended', reason })
  }

  /** Analyzes the case now. Returns the report that `analyze` would give. */
  report(): CaseReport {
    this.analyze()
    return this.lastReport as CaseReport
  }

  /** Whether at least one spool exists and all are empty. */
  isSpoolEmpty(): boolean {
    return this.inputs.spools().length > 0 && this.inputs.waitingItems().length === 0
  }

  /** Returns the latest status of a rule; undefined before the first analysis. */
  statusOf(rule: string): Verdict['status'] | undefined {
    return this.statuses.get(rule)
  }

  /** Adds an event that happened outside of the session, such as a written report. */
  recordEvent(event: WatchEventBody): void {
    this.addEvent(event)
  }

  view(): LiveView {
    const { options, inputs, startedAt } = this
    const now = inputs.now()
    const report = this.lastReport ?? this.report()
    const summaries = inputs.summaries()
    const waiting = this.inputs.waitingItems()
    const oldest = waiting
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
      events: this.events.slice(-MAX_EVENTS),
      stuckAfter: options.stuckAfterMs,
      ...defined({ reading: this.reading }),
      logs: this.rate.measure(summaries),
      items: waiting,
      flow: this.flow.snapshot(now),
      journeys: joinJourneys(
        buildOfflineTrail(this.engine, [...this.goneItems.items, ...oldest]),
        now,
        options.stuckAfterMs,
      ),
      inputProblems: inputs.problems(),
      itemCounts: this.itemCounts,
      strongestCauses: this.strongestCauses.list(),
      reportPaths: [...this.reportPaths],
    }
  }

  private handleObservation(observation: Observation): void {
    if (!isState(observation)) this.engine.observe(observation)
    // The state of an input comes from its summary, which is always current.
    else if (observation.kind !== 'input') this.fixedStates.push(observation)
    this.statesChanged = true
  }

  private addEvent(body: WatchEventBody): void {
    const now = this.inputs.now()
    if (body.event === 'item-appeared') {
      this.flow.addArrival(now)
      this.countItems({ seen: 1 })
    }
    if (body.event === 'item-stuck') this.countItems({ stuck: 1 })
    if (body.event === 'report-written') this.reportPaths.push(...body.paths)
    if (body.event === 'item-gone') {
      this.flow.addDeparture(now)
      this.countItems({ gone: 1 })
      this.goneItems.add(body, now)
    }
    const event = { ...body, at: toIsoTime(now) } as WatchEvent
    // Cut now and then: items that are stuck at the start give an event each.
    if (this.events.length >= 2 * MAX_EVENTS) this.events = this.events.slice(-MAX_EVENTS)
    this.events.push(event)
    this.options.onEvent(event)
    this.options.onChange()
  }

  private countItems({ seen = 0, stuck = 0, gone = 0 }: Partial<LiveView['itemCounts']>): void {
    const counts = this.itemCounts
    this.itemCounts = {
      seen: counts.seen + seen,
      stuck: counts.stuck + stuck,
      gone: counts.gone + gone,
    }
  }

  private handleInputChange(): void {
    if (!this.started) {
      this.statesChanged = true
      this.options.onChange()
      return
    }
    const previous = this.fingerprint
    this.fingerprint = inputsFingerprint(this.inputs)
    // Inputs report a possible change after every scan; mostly there is none.
    if (this.fingerprint === previous && !this.statesChanged) return
    this.statesChanged = true
    this.options.onChange()
    if (this.pendingAnalysis || this.ended) return
    this.pendingAnalysis = setTimeout(
      () => {
        this.pendingAnalysis = undefined
        this.checkStuckItems()
        this.analyze()
      },
      Math.max(MIN_ANALYSIS_INTERVAL_MS, ANALYSIS_TIME_DIVISOR * this.analysisDuration),
    )
  }

  /** Finds the items that became stuck since the last check, and analyzes the case if there are any. */
  private checkStuckItems(): void {
    const newlyStuck = this.queueStuckItems()
    const isOutdated = this.inputs.now() - this.analyzedAt >= MAX_ANALYSIS_INTERVAL_MS
    if (newlyStuck > 0 || isOutdated) this.analyze()
  }

  /** Adds events for the items that became stuck since the last check. Returns their number. */
  private queueStuckItems(): number {
    const { inputs } = this
    const waiting = inputs.waitingItems()
    const newlyStuck = this.stuck.findNewlyStuck(waiting, inputs.version, inputs.now())
    this.stuckQueue = this.stuckQueue.length === 0 ? newlyStuck : this.stuckQueue.concat(newlyStuck)
    this.addStuckEvents(STUCK_EVENTS_AT_ONCE)
    return newlyStuck.length
  }

  /** Adds so many events, and the others after a turn of the event loop. */
  private addStuckEvents(count: number): void {
    const items = this.stuckQueue.slice(0, count)
    this.stuckQueue = this.stuckQueue.slice(count)
    for (const item of items) this.addStuckEvent(item)
    if (this.stuckQueue.length === 0) return
    clearImmediate(this.pendingStuckEvents)
    this.pendingStuckEvents = setImmediate(() => this.addStuckEvents(count))
  }

  private addStuckEvent({ folder, name, bytes, since, user }: LiveItem): void {
    this.addEvent({
      event: 'item-stuck',
      folder,
      name,
      bytes,
      since: toIsoTime(since),
      waited: this.inputs.now() - since,
      limit: this.options.stuckAfterMs,
      ...defined({ user }),
    })
  }

  private analyze(): void {
    const { engine, inputs, options } = this
    const startedAt = options.time.steady()
    const now = inputs.now()
    const summaries = inputs.summaries()
    if (this.statesChanged)
      engine.replaceStates(
        stateObservations(this.fixedStates, inputs.spools(), summaries, now),
        STATE_KINDS,
      )
    else engine.observe(tickObservation(now))
    this.statesChanged = false
    this.analyzedAt = now
    this.lastReport = buildCaseReport({
      id: options.id,
      engine,
      inputs: summaries,
      goneItems: this.goneItems.items,
    })
    this.analysisDuration = options.time.steady() - startedAt
    // While the history is read, verdicts are not final: their changes are no events.
    if (this.started) {
      this.strongestCauses.add(this.lastReport.diagnosis?.causes ?? [], now)
      for (const verdict of this.lastReport.verdicts) this.compareVerdict(verdict, now)
    }
    options.onChange()
  }

  /** Adds an event if the status of the verdict has changed since the last analysis. */
  private compareVerdict({ rule, title, severity, status, message }: Verdict, now: number): void {
    const before = this.statuses.get(rule)
    this.statuses.set(rule, status)
    if (before === undefined || before === status) return
    this.changedAt.set(rule, now)
    this.addEvent({
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
