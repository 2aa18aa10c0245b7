import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { CLI } from '../built-program.ts'

interface Told {
  readonly event: string
  readonly [more: string]: unknown
}

/**
 * A running `spoolscope watch --format ndjson`, and its events so far with their times of arrival.
 */
export class Watching {
  readonly told: (Told & { readonly heard: number })[] = []
  private readonly child: ChildProcess
  private wake = () => {}

  constructor(folder: string, ...more: readonly string[]) {
    this.child = spawn(process.execPath, [CLI, 'watch', folder, '--format', 'ndjson', ...more], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    if (!this.child.stdout) throw new Error('no output')
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.told.push({ ...(JSON.parse(line) as Told), heard: Date.now() })
      this.wake()
    })
  }

  /** Waits for an event. */
  async until(told: () => boolean): Promise<void> {
    while (!told())
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
  }

  async begun(): Promise<void> {
    await this.until(() => this.told.some(({ event }) => event === 'watch-started'))
  }

  /** Share of one core that it uses over the next milliseconds. */
  async load(milliseconds: number): Promise<number> {
    const before = this.cpuSeconds()
    await pause(milliseconds)
    return ((this.cpuSeconds() - before) * 1000) / milliseconds
  }

  /** Its peak memory in bytes. */
  peakBytes(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.on('exit', resolve))
    this.child.kill('SIGTERM')
    await ended
  }

  private cpuSeconds(): number {
    // 52 (node) S 1 … utime stime, in clock ticks of 10 ms, behind the name in parentheses
    const fields =
      readFileSync(`/proc/${this.child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) / 100
  }
}
