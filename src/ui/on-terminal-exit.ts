/**
 * Signals that ask a program to end. Windows has SIGBREAK, and sends SIGHUP when the window is
 * closed.
 */
const EXIT_SIGNALS: readonly NodeJS.Signals[] = [
  'SIGINT',
  'SIGBREAK',
  'SIGHUP',
  'SIGTERM',
  'SIGQUIT',
]

const STDIN_EVENTS = ['end', 'close', 'error']

interface ExitHandlers {
  /** A signal asks the program to end, or the terminal is gone. */
  readonly onExit: () => void
  /** An exception was not caught: a bug, anywhere in the program. */
  readonly onCrash: (error: unknown) => void
}

interface TerminalStreams {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
}

/**
 * Calls a handler for each way in which the program can end, except commands of the user. Returns
 * the function that removes the handlers.
 */
export function onTerminalExit(
  { stdin, stdout }: TerminalStreams,
  { onExit, onCrash }: ExitHandlers,
): () => void {
  for (const signal of EXIT_SIGNALS) process.on(signal, onExit)
  process.on('uncaughtException', onCrash)
  process.on('exit', onExit)
  for (const name of STDIN_EVENTS) stdin.on(name, onExit)
  // Never removed: a write to a closed terminal fails some time after the call.
  stdout.on('error', onExit)
  return () => {
    for (const signal of EXIT_SIGNALS) process.off(signal, onExit)
    process.off('uncaughtException', onCrash)
    process.off('exit', onExit)
    for (const name of STDIN_EVENTS) stdin.off(name, onExit)
  }
}
