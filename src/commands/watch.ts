import { statSync } from 'node:fs'
import { hostname } from 'node:os'
import { summaryOf } from '../analysis/case-report.ts'
import type { ExitCode } from '../analysis/exit-code.ts'
import { exitCodeOf } from '../analysis/exit-code.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { findClientFolders } from '../inputs/find-client-folders.ts'
import type { Report } from '../model/report.ts'
import { UsageError } from '../model/usage-error.ts'
import type { WatchEvent } from '../model/watch-event.ts'
import { formatEventLine } from '../reports/event-line.ts'
import { jsonLine } from '../reports/json.ts'
import { rules } from '../rules/index.ts'
import { detectTextStyle, isTerminal } from '../terminal/detect-text-style.ts'
import { WatchSession } from '../watch/watch-session.ts'
import { caseId } from './case-id.ts'
import { parseWatchSettings, type WatchSettings } from './watch-settings.ts'
import { WatchStopper } from './watch-stopper.ts'

/** `spoolscope watch`: a folder as it changes, judged all the time. */
export async function watch(asked: CommandLine, around: CommandContext): Promise<ExitCode> {
  const watching = new WatchRun(asked, around)
  return watching.run()
}

/** One run of the command. */
class WatchRun {
  private readonly around: CommandContext
  private readonly options: CommandLine['options']
  private readonly settings: WatchSettings
  private readonly roots: readonly string[]
  private readonly session: WatchSession
  private readonly stopper: WatchStopper
  private readonly listeners = new Set<() => void>()

  constructor({ operands, options }: CommandLine, around: CommandContext) {
    const { stdin, stdout, env, platform, now } = around
    this.around = around
    this.options = options
    this.settings = parseWatchSettings(
      options,
      rules,
      isTerminal(stdout, env) && stdin.isTTY === true,
    )
    this.roots = operands.length === 0 ? findClientFolders(env, platform) : operands
    for (const root of this.roots) rejectNonFolder(root)
    this.session = new WatchSession({
      ...this.settings,
      roots: this.roots,
      id: caseId(this.roots),
      machine: hostname(),
      onEvent: createEventPrinter(this.settings, around),
      time: { wall: now, steady: () => performance.now() },
      onChange: () => {
        for (const listener of this.listeners) listener()
      },
    })
    this.stopper = new WatchStopper(this.session, this.settings.stopConditions)
  }

  async run(): Promise<ExitCode> {
    const { stopper: ending, session, settings } = this
    try {
      if (settings.display === 'dashboard') await this.showDashboard()
      else await this.waitUntilStopped()
    } finally {
      ending.dispose()
      await session.stop(ending.reason)
    }
    if (!settings.setsExitCode || ending.cause === 'condition') return 0
    if (ending.cause === 'time' && settings.stopConditions.some(({ kind }) => kind !== 'time'))
      return 1
    return exitCodeOf(this.report(), settings.failOn)
  }

  private async start(): Promise<void> {
    await this.session.start()
    this.listeners.add(this.stopper.checkConditions)
    this.stopper.checkConditions()
  }

  /** A watch that cannot begin ends with that error; else it goes on until it is to end. */
  private waitUntilStopped(...or: readonly Promise<void>[]): Promise<void> {
    return Promise.race([
      this.start().then(() => this.stopper.finished),
      this.stopper.finished,
      ...or,
    ])
  }

  private async showDashboard(): Promise<void> {
    const { stdin, stdout, env } = this.around
    const { showDashboard } = await import('../ui/show-dashboard.tsx')
    const shown = showDashboard({
      stdin,
      stdout,
      view: () => this.session.view(),
      subscribe: (changed) => {
        this.listeners.add(changed)
        return () => this.listeners.delete(changed)
      },
      color: detectTextStyle(stdout, env, this.options['no-color'] === true).color,
      screenReader: this.options['screen-reader'] === true || env.INK_SCREEN_READER === 'true',
      writeReport: () => this.writeReport(),
    })
    try {
      await this.waitUntilStopped(shown.done)
    } finally {
      shown.stop()
      await shown.done
    }
  }

  private async writeReport(): Promise<string> {
    const { now, env } = this.around
    const { writeWatchReport: writeReports } = await import('./write-watch-report.ts')
    const paths = writeReports(this.report(), now(), this.roots, env)
    this.session.recordEvent({ event: 'report-written', paths })
    return `Report written to ${paths.join(' and ')}`
  }

  private report(): Report {
    const cases = [this.session.report()]
    return {
      schemaVersion: 1,
      tool: { name: 'spoolscope', version: this.around.version },
      cases,
      summary: summaryOf(cases),
    }
  }
}

/** How events are printed; the dashboard shows them itself. */
function createEventPrinter(
  { display: show }: WatchSettings,
  { stdout }: CommandContext,
): (event: WatchEvent) => void {
  if (show === 'dashboard') return () => {}
  const line = show === 'ndjson' ? jsonLine : formatEventLine
  return (event) => void stdout.write(line(event))
}

function rejectNonFolder(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isDirectory()) return
  if (stats)
    throw new UsageError(
      `${path} is no folder. Name the Lync folder that holds Tracing and sip_…; spoolscope analyze reads files.`,
    )
  throw new UsageError(`No such folder: ${path}. Check the path, or quote it if it has spaces.`)
}
