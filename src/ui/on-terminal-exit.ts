/**
 * Those that ask a program to end. Windows knows SIGBREAK, and sends SIGHUP when the window is
 * closed.
 */
const EXIT_SIGNALS: readonly NodeJS.Signals[] = [
  'SIGINT',
  'SIGBREAK',
  'SIGHUP',
  'SIGTERM',
  'SIGQUIT',
]

interface ExitHandlers {
  /** Asked to end, or the terminal is gone. */
  readonly onExit: () => void
  /** A bug, anywhere in the program. */
  readonly onCrash: (error: unknown) => void
}

/**
 * Hears of every way out of the program but the user’s own, until the function it gives is called.
 */
export function onTerminalExit(
  { stdin, stdout }: { readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream },
  { onExit: end, onCrash: crash }: ExitHandlers,
): () => void {
  for (const signal of EXIT_SIGNALS) process.on(signal, end)
  process.on('uncaughtException', crash)
  process.on('exit', end)
  for (const name of ['end', 'close', 'error']) stdin.on(name, end)
  // Stays heard: what is written to a terminal that is gone fails later than it is written.
  stdout.on('error', end)
  return () => {
    for (const signal of EXIT_SIGNALS) process.off(signal, end)
    process.off('uncaughtException', crash)
    process.off('exit', end)
    for (const name of ['end', 'close', 'error']) stdin.off(name, end)
  }
}
