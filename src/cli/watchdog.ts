import { Worker } from 'node:worker_threads'
import { BEAT_MS, BLOCKED_EVENT } from '../model/blocked-loop.ts'
import { STOP_SIGNALS } from './signal-guard.ts'

/** Signals that end a program without a handler. */
const SIGNALS = [...STOP_SIGNALS, 'SIGQUIT', 'SIGBREAK'] as const
const MAX_WORKER_MEGABYTES = 16

interface WatchdogHandlers {
  /**
   * Called about twice a second while the event loop is blocked, from inside the code that blocks
   * it: nothing asynchronous happens in it.
   */
  onBlocked(): void
  /** The event loop runs again. */
  onResumed(): void
}

/**
 * Lets signals end the program at once while its event loop is blocked.
 *
 * No handler of a signal runs then. A thread counts the beats of the event loop. When they stop, it
 * interrupts the main thread through the inspector, which opens no port. All handlers of signals are
 * removed there, so that the system ends the program at the next signal. They are added again when
 * the event loop runs again.
 */
export class Watchdog {
  private readonly handlers: WatchdogHandlers
  private readonly beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  private readonly worker: Worker
  private readonly timer: NodeJS.Timeout
  /** The handlers of signals that were removed. */
  private removed: { readonly signal: NodeJS.Signals; readonly handler: () => void }[] = []
  private isBlocked = false

  constructor(program: URL, handlers: WatchdogHandlers) {
    this.handlers = handlers
    this.worker = new Worker(program, {
      workerData: this.beats,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_WORKER_MEGABYTES },
    })
    // Without it, the program works, but cannot be interrupted while it is blocked.
    this.worker.on('error', () => {})
    this.worker.unref()
    this.timer = setInterval(() => this.beat(), BEAT_MS)
    this.timer.unref()
    events.on(BLOCKED_EVENT, this.handleBlocked)
  }

  async stop(): Promise<void> {
    clearInterval(this.timer)
    events.off(BLOCKED_EVENT, this.handleBlocked)
    this.resume()
    await this.worker.terminate()
  }

  private beat(): void {
    Atomics.add(this.beats, 0, 1)
    this.resume()
  }

  private readonly handleBlocked = (): void => {
    if (!this.isBlocked)
      for (const signal of SIGNALS)
        for (const handler of process.listeners(signal) as (() => void)[]) {
          process.off(signal, handler)
          this.removed.push({ signal, handler })
        }
    this.isBlocked = true
    this.handlers.onBlocked()
  }

  private resume(): void {
    if (!this.isBlocked) return
    this.isBlocked = false
    for (const { signal, handler } of this.removed) process.on(signal, handler)
    this.removed = []
    this.handlers.onResumed()
  }
}

/** `process` with an event of our own. */
const events = process as NodeJS.EventEmitter
