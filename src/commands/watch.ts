import { closeSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { summaryOf } from '../analysis/case-report.ts'
import type { ExitCode } from '../analysis/exit-code.ts'
import { exitCodeOf } from '../analysis/exit-code.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { configurationUses } from '../cli/config/note-configuration.ts'
import { Watchdog } from '../cli/watchdog.ts'
import { caseId } from '../inputs/case-id.ts'
import { findClientFolders } from '../inputs/find-client-folders.ts'
import { readMachineFacts } from '../inputs/machine/machine-facts.ts'
import { observeMachine } from '../inputs/machine/observe-machine.ts'
import { defined } from '../model/defined.ts'
import type { Observation } from '../model/observation.ts'
import type { Report } from '../model/report.ts'
import { UsageError } from '../model/usage-error.ts'
import type { WatchEvent } from '../model/watch-event.ts'
import { formatEventLine } from '../reports/event-line.ts'
import { jsonLine } from '../reports/json.ts'
import { watchSummary } from '../reports/watch-summary.ts'
import { rules } from '../rules/index.ts'
import { mayHaveClipboard } from '../terminal/clipboard.ts'
import { detectTextStyle, isTerminal } from '../terminal/detect-text-style.ts'
import { joinLines, joinTexts } from '../terminal/terminal-text.ts'
import { WatchSession } from '../watch/watch-session.ts'
import { resolveWatchSettings, type WatchSettings } from './watch-settings.ts'
import { WatchStopper } from './watch-stopper.ts'

const MAX_BUFFERED_LINES = 1000
const STDERR_DESCRIPTOR = 2
const BLOCKED_TEXT =
  'spoolscope: No response for seconds: the input or the output is slow. Ctrl-C ends it at once.'
const OVERDUE_TEXT = 'spoolscope: The time of --until is over, and there is no response.'

type ShowDashboard = typeof import('../ui/show-dashboard.tsx')['showDashboard']

/** `spoolscope watch`: analyzes a folder on every change. */
export async function watch(line: CommandLine<'watch'>, ctx: CommandContext): Promise<ExitCode> {
  const { env, platform, now } = ctx
  const isThisMachine = line.operands.length === 0 && platform === 'win32'
  const machine = isThisMachine
    ? await observeMachine(readMachineFacts(env, platform, now()), now())
    : []
  return new WatchRun(line, ctx, machine).run()
}

/** One run of the command. */
class WatchRun {
  private readonly ctx: CommandContext
  private readonly options: CommandLine<'watch'>['options']
  private readonly configuration: Report['configuration'] | undefined
  private readonly settings: WatchSettings
  private readonly roots: readonly string[]
  private readonly session: WatchSession
  private readonly stopper: WatchStopper
  private readonly listeners = new Set<() => void>()
  private dashboard: Pick<ReturnType<ShowDashboard>, 'pause' | 'resume'> | undefined
  private isBlocked = false

  constructor(
    line: CommandLine<'watch'>,
    ctx: CommandContext,
    givenObservations: readonly Observation[],
  ) {
    const { operands, options } = line
    const { stdin, stdout, env, platform, now } = ctx
    const hasTerminal = isTerminal(stdout, env) && stdin.isTTY === true
    this.ctx = ctx
    this.options = options
    this.configuration = configurationUses(line)
    this.settings = resolveWatchSettings(options, rules, hasTerminal)
    this.roots = operands.length === 0 ? findClientFolders(env, platform) : operands
    for (const root of this.roots) rejectNonFolder(root)
    this.session = new WatchSession({
      ...this.settings,
      roots: this.roots,
      id: caseId(this.roots),
      machine: hostname(),
      givenObservations,
      onEvent: createEventPrinter(this.settings, ctx),
      time: { wall: now, steady: () => performance.now() },
      onChange: () => {
        for (const listener of this.listeners) listener()
      },
    })
    this.stopper = new WatchStopper(this.session, this.settings.stopConditions)
  }

  async run(): Promise<ExitCode> {
    const { stopper, session, settings, options } = this
    const watchdog = new Watchdog(this.ctx.watchdogWorker, {
      onBlocked: () => this.handleBlocked(),
      onResumed: () => this.handleResumed(),
    })
    try {
      if (settings.display === 'dashboard') await this.showDashboard()
      else await this.waitUntilStopped()
    } finally {
      stopper.dispose()
      await session.stop(stopper.reason)
      await watchdog.stop()
    }
    if (settings.display === 'dashboard') this.writeSummary()
    if (!options['exit-code'] || stopper.cause === 'condition') return 0
    if (stopper.cause === 'time' && settings.stopConditions.some(({ kind }) => kind !== 'time'))
      return 1
    return exitCodeOf(this.report(), options['fail-on'])
  }

  /** The event loop is blocked: nothing but this is done, and no timer runs. */
  private handleBlocked(): void {
    const { stderr } = this.ctx
    if (!this.isBlocked) {
      this.isBlocked = true
      this.dashboard?.pause()
      stderr.write(joinLines([BLOCKED_TEXT]))
    }
    if (!this.stopper.isOverdue) return
    stderr.write(joinLines([OVERDUE_TEXT]))
    // Node would add that it waits for a debugger: the watchdog is connected as one.
    closeSync(STDERR_DESCRIPTOR)
    process.exit(2)
  }

  private handleResumed(): void {
    this.isBlocked = false
    this.dashboard?.resume()
  }

  private async start(): Promise<void> {
    await this.session.start()
    this.listeners.add(this.stopper.checkConditions)
    this.stopper.checkConditions()
  }

  /** Resolves when the watch ends. Rejects when it cannot start. */
  private waitUntilStopped(...others: readonly Promise<void>[]): Promise<void> {
    const started = this.start().then(() => this.stopper.finished)
    return Promise.race([started, this.stopper.finished, ...others])
  }

  private async showDashboard(): Promise<void> {
    const { stdin, stdout, stderr, env } = this.ctx
    const { showDashboard } = await import('../ui/show-dashboard.tsx')
    const dashboard = showDashboard({
      stdin,
      stdout,
      stderr,
      view: () => this.session.view(),
      subscribe: (listener) => {
        this.listeners.add(listener)
        return () => this.listeners.delete(listener)
      },
      color: detectTextStyle(stdout, env, this.options.color).color,
      mouse: !this.options['no-mouse'],
      clipboard: mayHaveClipboard(stdout, env),
      screenReader: this.options['screen-reader'] || env.INK_SCREEN_READER === 'true',
      writeReport: () => this.writeReport(),
    })
    this.dashboard = dashboard
    try {
      await this.waitUntilStopped(dashboard.done)
    } finally {
      this.dashboard = undefined
      dashboard.stop()
      await dashboard.done
    }
  }

  /** Writes what happened to the normal screen, where it stays. */
  private writeSummary(): void {
    const { stdout, env } = this.ctx
    const style = detectTextStyle(stdout, env, this.options.color)
    stdout.write(watchSummary(this.session.view(), style))
  }

  private async writeReport(): Promise<string> {
    const { now, env } = this.ctx
    const { writeWatchReport } = await import('./write-watch-report.ts')
    const paths = writeWatchReport(this.report(), now(), this.roots, env)
    this.session.recordEvent({ event: 'report-written', paths })
    return `Report written to ${paths.join(' and ')}`
  }

  private report(): Report {
    const cases = [this.session.report()]
    return {
      schemaVersion: 1,
      tool: { name: 'spoolscope', version: this.ctx.version },
      ...defined({ configuration: this.configuration }),
      cases,
      summary: summaryOf(cases),
    }
  }
}

/** Prints each event as a line; the dashboard shows events itself. */
function createEventPrinter(
  { display }: WatchSettings,
  { stdout }: CommandContext,
): (event: WatchEvent) => void {
  if (display === 'dashboard') return () => {}
  return display === 'ndjson'
    ? inBatches(jsonLine, (lines) => stdout.writeData(lines.join('')))
    : inBatches(formatEventLine, (lines) => stdout.write(joinTexts(lines, '')))
}

/** Writes many together: all items of a spool may get stuck in one moment. */
function inBatches<Line>(
  format: (event: WatchEvent) => Line,
  writeLines: (lines: readonly Line[]) => boolean,
): (event: WatchEvent) => void {
  let lines: Line[] = []
  const write = (): void => {
    const batch = lines
    lines = []
    if (batch.length > 0) writeLines(batch)
  }
  return (event) => {
    if (lines.length === 0) setImmediate(write)
    lines.push(format(event))
    if (lines.length >= MAX_BUFFERED_LINES) write()
  }
}

function rejectNonFolder(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isDirectory()) return
  if (stats)
    throw new UsageError(
      `${path} is not a folder. Pass the Lync folder that contains Tracing and sip_…; ` +
        'to read a file: spoolscope analyze.',
    )
  throw new UsageError(`No such folder: ${path}. Check the path, or quote it if it has spaces.`)
}
