import { spawnSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { CLI } from '../built-program.ts'

const SOCKET = `spoolscope-bench-${process.pid}`
const tmux = (...args: readonly string[]): string =>
  spawnSync('tmux', ['-L', SOCKET, ...args], { encoding: 'utf8' }).stdout

/** The dashboard in a real terminal (tmux), and its screen. */
export class Screen {
  constructor(folder: string, columns: number, rows: number) {
    const command = `${process.execPath} ${CLI} watch ${folder}`
    tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), command)
  }

  /** Milliseconds until the screen shows a text; checks every few milliseconds. */
  async until(shows: (screen: string) => boolean): Promise<number> {
    const start = performance.now()
    while (!shows(this.text())) await pause(4)
    return performance.now() - start
  }

  text(): string {
    return tmux('capture-pane', '-p')
  }

  press(key: string): void {
    tmux('send-keys', key)
  }

  close(): void {
    tmux('kill-server')
  }
}
