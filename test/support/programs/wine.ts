import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { eventually } from '../eventually.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { windowsNode } from './windows-node.ts'

/**
 * Debian keeps the program itself off the PATH; the `wine` that is there would ask for 32 bits too.
 */
const WINE_PATHS = [
  '/usr/lib/wine/wine64',
  '/usr/lib/x86_64-linux-gnu/wine/wine64',
  '/usr/local/bin/wine64',
  '/usr/bin/wine64',
]
const wine64 = (): string | undefined => WINE_PATHS.find((path) => existsSync(path))

/** What is missing of that which runs programs for Windows, in words. */
export function missingForWindows(): string | undefined {
  if (wine64() === undefined) return 'wine64 (Debian’s packages wine and wine64)'
  const node = windowsNode()
  return 'problem' in node ? node.problem : undefined
}

/** UV_FS_O_EXLOCK: nobody else may open it meanwhile; they get EBUSY. */
const LOCK_PROGRAM = `
  const { constants, openSync, writeSync } = require('fs')
  const [path, text] = process.argv.slice(1)
  writeSync(openSync(path, 0x10000000 | constants.O_CREAT | constants.O_RDWR), text)
  process.stdout.write('held')
  setInterval(() => {}, 1000)`

/** A program that runs on Windows, or did. */
export interface WindowsProcess {
  /** All that it has written there until now. */
  stdout(): string
  stderr(): string
  /** With its exit code; null when it was stopped. */
  readonly exitCode: Promise<number | null>
  /** Ends it at once, as the task manager would. */
  stop(): Promise<void>
}

interface FinishedProcess {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

interface WindowsOptions {
  /** Path here of the folder it runs in; the user's own when absent. */
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/**
 * A Windows machine of its own: Wine, with its drive C: in a temporary folder, and Node for
 * Windows.
 */
export class WindowsMachine {
  /** Path here of C:\. */
  readonly driveC: string
  private readonly folder = temporaryFolder('wine')
  private readonly wine: string
  private readonly node: string
  private readonly running = new Set<ChildProcess>()
  private runs = 0

  private constructor() {
    const wine = wine64()
    const node = windowsNode()
    if (wine === undefined || 'problem' in node)
      throw new Error('Without Wine there is no Windows here: ask requires() first')
    this.wine = wine
    this.node = node.program
    this.driveC = join(this.folder, 'prefix', 'drive_c')
  }

  static async start(): Promise<WindowsMachine> {
    const machine = new WindowsMachine()
    await machine.runInWine(['wineboot', '--init'])
    await machine.runInWine([
      'reg',
      'add',
      'HKCU\\Software\\Wine',
      '/v',
      'Version',
      '/d',
      'win10',
      '/f',
    ])
    return machine
  }

  /** Path here of %LOCALAPPDATA%. */
  get localAppData(): string {
    const users = join(this.driveC, 'users')
    const user = readdirSync(users).find((name) => name !== 'Public')
    if (user === undefined) throw new Error('Wine made no folder for its user')
    return join(users, user, 'AppData', 'Local')
  }

  /** The way that Windows names a file of ours. */
  windowsPathOf(path: string): string {
    const whole = resolve(path)
    const inside = whole.startsWith(`${this.driveC}/`)
    return (inside ? `C:${whole.slice(this.driveC.length)}` : `Z:${whole}`).replaceAll('/', '\\')
  }

  /** Starts the built program with these arguments. */
  startOnWindows(args: readonly string[], options: WindowsOptions = {}): WindowsProcess {
    return this.start([this.node, this.windowsPathOf('dist/cli.js'), ...args], options)
  }

  /** Writes a file and keeps it to itself, as programs on Windows may, until it is stopped. */
  async lockFile(path: string, text: string): Promise<WindowsProcess> {
    const holder = this.start([this.node, '-e', LOCK_PROGRAM, this.windowsPathOf(path), text], {})
    await eventually(() => holder.stdout() === 'held', `A hold on ${path}`, holder.stderr)
    return holder
  }

  /** Runs the built program with these arguments until it ends. */
  async runOnWindows(
    args: readonly string[],
    options: WindowsOptions = {},
  ): Promise<FinishedProcess> {
    const { stdout, stderr, exitCode: ended } = this.startOnWindows(args, options)
    const status = await ended
    return { status, stdout: stdout(), stderr: stderr() }
  }

  /** Ends all that runs there, and removes it. */
  async close(): Promise<void> {
    for (const child of this.running) child.kill('SIGKILL')
    const server = ['wineserver64', 'wineserver']
      .map((name) => join(dirname(this.wine), name))
      .find((path) => existsSync(path))
    const ending = spawn(server ?? 'wineserver', ['-k'], { env: this.env(), stdio: 'ignore' })
    await once(ending, 'close')
    rmSync(this.folder, { recursive: true, force: true })
  }

  private async runInWine(command: readonly string[]): Promise<void> {
    const { exitCode: ended, stderr } = this.start(command, {})
    const status = await ended
    if (status !== 0)
      throw new Error(`${command.join(' ')} in Wine ended with ${status}: ${stderr()}`)
  }

  private start(command: readonly string[], { cwd, env }: WindowsOptions): WindowsProcess {
    this.runs += 1
    const said = join(this.folder, `${this.runs}.out`)
    const complained = join(this.folder, `${this.runs}.err`)
    // Files, not pipes: Node in Wine cannot write to a pipe from here (EBADF).
    const files = [openSync(said, 'w'), openSync(complained, 'w')] as const
    const child = spawn(this.wine, command, {
      cwd: cwd ?? this.folder,
      env: { ...this.env(), ...env },
      stdio: ['ignore', ...files],
    })
    for (const file of files) closeSync(file)
    this.running.add(child)
    const ended = once(child, 'exit').then(([code]) => {
      this.running.delete(child)
      return code as number | null
    })
    return {
      stdout: () => readFileSync(said, 'utf8'),
      stderr: () => readFileSync(complained, 'utf8'),
      exitCode: ended,
      async stop() {
        child.kill('SIGKILL')
        await ended
      },
    }
  }

  private env(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH ?? '',
      HOME: this.folder,
      // File names in UTF-8, and times that are the same everywhere.
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
      WINEPREFIX: join(this.folder, 'prefix'),
      WINEDEBUG: '-all',
      // Neither asks to install what is not needed here, nor writes menus for a desktop.
      WINEDLLOVERRIDES: 'mscoree,mshtml=;winemenubuilder.exe=d',
    }
  }
}
