import { execFileSync } from 'node:child_process'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

const MAX_SILENT_MINUTES = 8

/**
 * Ends a run in which no test has ended for minutes. A test that waits for ever is ended by its own
 * timeout; this is for one that computes for ever, which nothing inside its thread can stop.
 */
export class Watchdog implements Reporter {
  private readonly running = new Set<string>()
  private lastSign = Date.now()

  onTestRunStart(): void {
    setInterval(() => this.check(), 10_000).unref()
  }

  onTestModuleStart({ moduleId }: TestModule): void {
    this.running.add(moduleId)
    this.lastSign = Date.now()
  }

  onTestCaseResult(_: TestCase): void {
    this.lastSign = Date.now()
  }

  onTestModuleEnd({ moduleId }: TestModule): void {
    this.running.delete(moduleId)
    this.lastSign = Date.now()
  }

  private check(): void {
    if (this.running.size === 0 || Date.now() - this.lastSign < MAX_SILENT_MINUTES * 60_000) return
    const files = [...this.running].join(', ')
    console.error(`No test has ended for ${MAX_SILENT_MINUTES} minutes. Still running: ${files}`)
    // A worker that computes for ever does not hear that its parent ends.
    if (process.platform !== 'win32') killChildren()
    process.exit(1)
  }
}

function killChildren(): void {
  try {
    execFileSync('pkill', ['-KILL', '-P', String(process.pid)])
  } catch {
    // No child, or no pkill: then there is nothing more to do.
  }
}
