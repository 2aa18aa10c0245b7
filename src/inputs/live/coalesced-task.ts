/** Runs a task one run at a time. Requests during a run are answered by one more run after it. */
export class CoalescedTask {
  private readonly run: () => Promise<void>
  private running: Promise<void> | undefined
  private next: Promise<void> | undefined

  constructor(run: () => Promise<void>) {
    this.run = run
  }

  /** Resolves when a run has ended that began after this call. */
  request(): Promise<void> {
    if (!this.running) return this.begin()
    const begin = () => {
      this.next = undefined
      return this.begin()
    }
    this.next ??= this.running.then(begin, begin)
    return this.next
  }

  /** Resolves when no run is left. */
  async whenIdle(): Promise<void> {
    while (this.running) await Promise.allSettled([this.next ?? this.running])
  }

  private begin(): Promise<void> {
    this.running = this.run().finally(() => {
      this.running = undefined
    })
    return this.running
  }
}
