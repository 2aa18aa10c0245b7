import { Session } from 'node:inspector'
import { setTimeout as pause } from 'node:timers/promises'
import { workerData } from 'node:worker_threads'
import { BLOCKED_EVENT, CHECK_MS, MAX_SILENT_CHECKS } from '../model/blocked-loop.ts'

const beats = workerData as Int32Array
const EMIT = `process.emit(${JSON.stringify(BLOCKED_EVENT)})`

/**
 * Watches the event loop of the main thread. When its beats stop, emits an event on `process` there,
 * from inside the code that blocks it, at each further check.
 *
 * Checks are counted, not time: a machine that slept has blocked nothing.
 */
async function watchBeats(): Promise<never> {
  let session: Session | undefined
  let silentChecks = 0
  let last = -1
  for (;;) {
    await pause(CHECK_MS)
    const count = Atomics.load(beats, 0)
    silentChecks = count === last ? silentChecks + 1 : 0
    last = count
    if (silentChecks < MAX_SILENT_CHECKS) {
      session?.disconnect()
      session = undefined
      continue
    }
    if (!session) {
      session = new Session()
      session.connectToMainThread()
    }
    session.post('Runtime.evaluate', { expression: EMIT })
  }
}

void watchBeats()
