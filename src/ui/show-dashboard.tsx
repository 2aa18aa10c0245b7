import { EventEmitter } from 'node:events'
import { render } from 'ink'
import type { LiveView } from '../model/live-view.ts'
import { toPrintable } from '../model/printable.ts'
import { App } from './app.tsx'
import { Dashboard } from './dashboard.ts'
import { onTerminalExit } from './on-terminal-exit.ts'
import { alternateScreen, type Screen, screenReaderScreen } from './screen.ts'

export interface DashboardOptions {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  /** Another object whenever something in it is another. */
  readonly view: () => LiveView
  /** Calls when the view is another; may do so as often as it likes. */
  readonly subscribe: (changed: () => void) => () => void
  readonly color: boolean
  readonly screenReader: boolean
  /** Writes a report now; what to say of it. */
  readonly writeReport: () => Promise<string>
}

/**
 * Draws on the alternate screen until the user quits or `stop` is called; the screen is restored on
 * every way out. For a screen reader it says on the usual screen what is new.
 */
export function showDashboard({ stdin, stdout, subscribe, ...rest }: DashboardOptions): {
  readonly done: Promise<void>
  stop(): void
} {
  const size = () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 })
  const { promise: done, resolve } = withResolvers()
  const screen = rest.screenReader ? screenReaderScreen(stdout) : alternateScreen(stdout)
  const dashboard = new Dashboard({ ...rest, size, quit: () => stop() })

  screen.open()
  const forgetWaysOut = onTerminalExit({ stdin, stdout }, { onExit: () => stop(), onCrash: crash })
  const ink = render(<App dashboard={dashboard} screen={screen} />, {
    stdin,
    stdout: inkStdout(screen, dashboard, size),
    // Ink gives each frame whole to the stream, at once and without cursor moves; the screen writes
    // what is new of it.
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
    // What it would leave out for a screen reader is not in our sentences; left to itself it asks
    // the environment.
    isScreenReaderEnabled: false,
  })
  // Ink takes an error in what it draws for a reason to leave quietly.
  ink.waitUntilExit().catch(crash)
  const unsubscribe = subscribe(dashboard.viewChanged)
  stdout.on('resize', resized)

  let stopped = false
  return { done, stop }

  function resized(): void {
    screen.invalidate()
    dashboard.draw()
  }

  function stop(): void {
    if (stopped) return
    stopped = true
    unsubscribe()
    stdout.off('resize', resized)
    dashboard.stop()
    try {
      ink.unmount()
    } finally {
      screen.close()
      forgetWaysOut()
      stdin.pause()
      resolve()
    }
  }

  function crash(error: unknown): void {
    try {
      stop()
    } finally {
      const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
      process.stderr.write(
        `spoolscope: a bug in spoolscope, please report it: ${words.split('\n').map(toPrintable).join('\n')}\n`,
      )
      process.exit(2)
    }
  }
}

/** The stream that Ink draws to: as large as the terminal, and it has each frame shown. */
function inkStdout(
  screen: Screen,
  dashboard: Dashboard,
  size: () => { readonly columns: number; readonly rows: number },
) {
  const stream = Object.assign(new EventEmitter(), {
    write(text: string) {
      screen.draw(dashboard.frame(), text.split('\n'))
      return true
    },
  })
  Object.defineProperties(stream, {
    columns: { get: () => size().columns },
    rows: { get: () => size().rows },
  })
  return stream as unknown as NodeJS.WriteStream
}

function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
