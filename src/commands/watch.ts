import { statSync } from 'node:fs'
import { hostname } from 'node:os'
import { summaryOf } from '../analysis/case-report.ts'
import type { ExitCode } from '../analysis/exit-code.ts'
import { exitCodeOf } from '../analysis/exit-code.ts'
import type { CommandLine } from '../cli/command-line.ts'
import type { Surroundings } from '../cli/surroundings.ts'
import { thisMachine } from '../inputs/this-machine.ts'
import type { Report } from '../model/report.ts'
import { UsageError } from '../model/usage-error.ts'
import type { WatchEvent } from '../model/watch-event.ts'
import { eventLine } from '../reports/event-text.ts'
import { jsonLine } from '../reports/json.ts'
import { rules } from '../rules/index.ts'
import { isTerminal, lookOf } from '../terminal/terminal.ts'
import { WatchSession } from '../watch/watch-session.ts'
import { caseId } from './case-id.ts'
import { Ending } from './ending.ts'
import { type WatchSettings, watchSettings } from './watch-settings.ts'

/** `spoolscope watch`: a folder as it changes, judged all the time. */
export async function watch(asked: CommandLine, around: Surroundings): Promise<ExitCode> {
  const watching = new Watching(asked, around)
  return watching.run()
}

/** One run of the command. */
class Watching {
  private readonly around: Surroundings
  private readonly options: CommandLine['options']
  private readonly settings: WatchSettings
  private readonly roots: readonly string[]
  private readonly session: WatchSession
  private readonly ending: Ending
  private readonly listeners = new Set<() => void>()

  constructor({ operands, options }: CommandLine, around: Surroundings) {
    const { stdin, stdout, env, platform, now } = around
    this.around = around
    this.options = options
    this.settings = watchSettings(options, rules, isTerminal(stdout, env) && stdin.isTTY === true)
    this.roots = operands.length === 0 ? thisMachine(env, platform) : operands
    for (const root of this.roots) refuseNoFolder(root)
    this.session = new WatchSession({
      ...this.settings,
      roots: this.roots,
      id: caseId(this.roots),
      machine: hostname(),
      notice: printer(this.settings, around),
      time: { wall: now, steady: () => performance.now() },
      changed: () => {
        for (const listener of this.listeners) listener()
      },
    })
    this.ending = new Ending(this.session, this.settings.until)
  }

  async run(): Promise<ExitCode> {
    const { ending, session, settings } = this
    try {
      if (settings.show === 'dashboard') await this.show()
      else await this.untilEnded()
    } finally {
      ending.stop()
      await session.stop(ending.reason)
    }
    if (!settings.exitCode || ending.by === 'condition') return 0
    if (ending.by === 'time' && settings.until.some(({ kind }) => kind !== 'time')) return 1
    return exitCodeOf(this.report(), settings.failOn)
  }

  private async begin(): Promise<void> {
    await this.session.start()
    this.listeners.add(this.ending.check)
    this.ending.check()
  }

  /** A watch that cannot begin ends with that error; else it goes on until it is to end. */
  private untilEnded(...or: readonly Promise<void>[]): Promise<void> {
    return Promise.race([this.begin().then(() => this.ending.done), this.ending.done, ...or])
  }

  private async show(): Promise<void> {
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
      color: lookOf(stdout, env, this.options['no-color'] === true).color,
      screenReader: this.options['screen-reader'] === true || env.INK_SCREEN_READER === 'true',
      writeReport: () => this.writeReport(),
    })
    try {
      await this.untilEnded(shown.done)
    } finally {
      shown.stop()
      await shown.done
    }
  }

  private async writeReport(): Promise<string> {
    const { now, env } = this.around
    const { writeReports } = await import('./write-reports.ts')
    const paths = writeReports(this.report(), now(), this.roots, env)
    this.session.tell({ event: 'report-written', paths })
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
function printer({ show }: WatchSettings, { stdout }: Surroundings): (event: WatchEvent) => void {
  if (show === 'dashboard') return () => {}
  const line = show === 'ndjson' ? jsonLine : eventLine
  return (event) => void stdout.write(line(event))
}

function refuseNoFolder(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isDirectory()) return
  if (stats)
    throw new UsageError(
      `${path} is no folder. Name the Lync folder that holds Tracing and sip_…; spoolscope analyze reads files.`,
    )
  throw new UsageError(`No such folder: ${path}. Check the path, or quote it if it has spaces.`)
}
