export const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The exit code that a shell gives a program that a signal ended: 130 for Ctrl-C. */
export type SignalExitCode = 129 | 130 | 143

export const signalExitCode = (signal: NodeJS.Signals): SignalExitCode =>
  signal === 'SIGHUP' ? 129 : signal === 'SIGTERM' ? 143 : 130

/** Catches the first signal that would end the process; the second one ends it. */
export class SignalGuard {
  /** The signal that was caught. */
  signal: NodeJS.Signals | undefined
  private resolve = () => {}
  private readonly interrupted: Promise<void>

  constructor() {
    this.interrupted = new Promise((resolve) => {
      this.resolve = resolve
    })
    for (const signal of STOP_SIGNALS) process.on(signal, this.handleSignal)
  }

  /** Yields the items until a signal is caught. It does not wait for an item that is pending. */
  async *takeUntilSignal<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = items[Symbol.asyncIterator]()
    const stopped = this.interrupted.then(() => undefined)
    while (this.signal === undefined) {
      const next = await Promise.race([iterator.next(), stopped])
      if (next === undefined || next.done) return
      yield next.value
    }
  }

  /** Resolves to the first signal. */
  async waitForSignal(): Promise<NodeJS.Signals> {
    await this.interrupted
    return this.signal as NodeJS.Signals
  }

  /** Removes the handlers: the next signal ends the process. */
  end(): void {
    for (const signal of STOP_SIGNALS) process.removeListener(signal, this.handleSignal)
  }

  private readonly handleSignal = (signal: NodeJS.Signals): void => {
    this.signal = signal
    this.end()
    this.resolve()
  }
}

/**
 * Calls `cleanUp` when a signal ends the process: Ctrl-C, or a console window that is closed.
 * Returns a function that ends this.
 */
export function onStopSignal(cleanUp: () => void): () => void {
  const handle = (signal: NodeJS.Signals) => {
    cleanUp()
    process.exit(signalExitCode(signal))
  }
  for (const signal of STOP_SIGNALS) process.on(signal, handle)
  return () => {
    for (const signal of STOP_SIGNALS) process.removeListener(signal, handle)
  }
}
