import { EventEmitter } from 'node:events'
import { render } from 'ink'
import { defined } from '../model/defined.ts'
import type { LiveView } from '../model/live-view.ts'
import type { OutputStream } from '../terminal/output-stream.ts'
import { joinLines } from '../terminal/terminal-text.ts'
import { App } from './app.tsx'
import { Dashboard } from './dashboard.ts'
import { terminalInput } from './input/terminal-input.ts'
import { onTerminalExit } from './on-terminal-exit.ts'
import { alternateScreen, type Screen, screenReaderScreen } from './screen.ts'

/** Windows has no jobs that a shell could resume. */
const CAN_SUSPEND = process.platform !== 'win32'

export interface DashboardOptions {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: OutputStream
  /** Where an error goes after the screen was restored. */
  readonly stderr: Pick<OutputStream, 'write'>
  /** Returns a new object whenever something in it has changed. */
  readonly view: () => LiveView
  /** Calls `listener` after each change of the view. Returns the function that stops this. */
  readonly subscribe: (listener: () => void) => () => void
  readonly color: boolean
  readonly screenReader: boolean
  /** Whether the mouse scrolls and selects; else it is left to the terminal. */
  readonly mouse: boolean
  /** Whether the terminal may have a clipboard. */
  readonly clipboard: boolean
  /** Writes a report. Resolves to the notice for the user. */
  readonly writeReport: () => Promise<string>
}

/**
 * Shows the dashboard on the alternate screen until the user quits or `stop` is called. Restores
 * the terminal however the program ends. For a screen reader, writes to the normal screen.
 */
export function showDashboard({
  stdin,
  stdout: output,
  stderr,
  subscribe,
  mouse,
  clipboard,
  ...rest
}: DashboardOptions): {
  readonly done: Promise<void>
  stop(): void
  /** Gives the terminal back until `resume`. */
  pause(): void
  resume(): void
} {
  const stdout = output.raw
  const size = () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 })
  const { promise: done, resolve } = withResolvers()
  const screen = rest.screenReader ? screenReaderScreen(output) : alternateScreen(output, { mouse })
  const dashboard = new Dashboard({
    ...rest,
    ...defined({ copy: clipboard && !rest.screenReader ? screen.copy : undefined }),
    size,
    quit: () => stop(),
    suspend: () => suspend(),
  })

  screen.open()
  const removeExitHandlers = onTerminalExit(
    { stdin, stdout },
    { onExit: () => stop(), onCrash: crash },
  )
  const ink = render(<App dashboard={dashboard} screen={screen} />, {
    stdin: terminalInput(stdin, dashboard.mouse),
    stdout: inkStdout(screen, dashboard, size),
    // Makes Ink write each frame whole, at once and without cursor moves. The screen then writes
    // only the changed lines.
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
    // Our sentences already fit a screen reader. Without this, Ink reads the environment and
    // leaves text out.
    isScreenReaderEnabled: false,
  })
  // An error while rendering makes Ink exit without a message.
  ink.waitUntilExit().catch(crash)
  const unsubscribe = subscribe(dashboard.viewChanged)
  stdout.on('resize', handleResize)
  if (CAN_SUSPEND) {
    process.on('SIGTSTP', suspend)
    process.on('SIGCONT', resume)
  }

  let stopped = false
  return { done, stop, pause, resume }

  function handleResize(): void {
    screen.invalidate()
    dashboard.draw()
  }

  function pause(): void {
    if (stopped) return
    screen.close()
    stdin.setRawMode?.(false)
  }

  /** Gives the terminal back to the shell. The program goes on after SIGCONT. */
  function suspend(): void {
    if (stopped || !CAN_SUSPEND) return
    pause()
    process.kill(process.pid, 'SIGSTOP')
  }

  function resume(): void {
    if (stopped) return
    stdin.setRawMode?.(true)
    screen.open()
    handleResize()
  }

  function stop(): void {
    if (stopped) return
    stopped = true
    unsubscribe()
    stdout.off('resize', handleResize)
    process.off('SIGTSTP', suspend)
    process.off('SIGCONT', resume)
    dashboard.stop()
    try {
      ink.unmount()
    } finally {
      screen.close()
      removeExitHandlers()
      stdin.pause()
      resolve()
    }
  }

  function crash(error: unknown): void {
    try {
      stop()
    } finally {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      stderr.write(
        joinLines(`spoolscope: a bug in spoolscope, please report it: ${text}`.split('\n')),
      )
      process.exit(2)
    }
  }
}

/** Creates the stream that Ink draws to. It is as large as the terminal and feeds `screen`. */
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
