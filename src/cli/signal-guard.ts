const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Hears the first signal that would end the process; the second one does. */
export class SignalGuard {
  signal: NodeJS.Signals | undefined
  private resolve = () => {}
  private readonly interrupted: Promise<void>

  constructor() {
    this.interrupted = new Promise((resolve) => {
      this.resolve = resolve
    })
    for (const signal of SIGNALS) process.on(signal, this.handleSignal)
  }

  /** The same items until then: what is on its way is not waited for. */
  async *takeUntilSignal<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = items[Symbol.asyncIterator]()
    const stopped = this.interrupted.then(() => undefined)
    while (this.signal === undefined) {
      const next = await Promise.race([iterator.next(), stopped])
      if (next === undefined || next.done) return
      yield next.value
    }
  }

  end(): void {
    for (const signal of SIGNALS) process.removeListener(signal, this.handleSignal)
  }

  private readonly handleSignal = (signal: NodeJS.Signals): void => {
    this.signal = signal
    this.end()
    this.resolve()
  }
}
