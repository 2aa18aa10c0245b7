import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { eventually } from '../eventually.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { windowsNode } from './windows-node.ts'

/** Debian does not put wine64 on the PATH. The `wine` that is there also needs 32-bit packages. */
const WINE_PATHS = [
  '/usr/lib/wine/wine64',
  '/usr/lib/x86_64-linux-gnu/wine/wine64',
  '/usr/local/bin/wine64',
  '/usr/bin/wine64',
]
const wine64 = (): string | undefined => WINE_PATHS.find((path) => existsSync(path))

/** Returns what is missing to run Windows programs; undefined if nothing is. */
export function missingForWindows(): string | undefined {
  if (wine64() === undefined) return 'wine64 (Debian’s packages wine and wine64)'
  const node = windowsNode()
  return 'problem' in node ? node.problem : undefined
}

/** Opens a file with UV_FS_O_EXLOCK: all others that open it get EBUSY. */
const LOCK_PROGRAM = `
  const { constants, openSync, writeSync } = require('fs')
  const [path, text] = process.argv.slice(1)
  writeSync(openSync(path, 0x10000000 | constants.O_CREAT | constants.O_RDWR), text)
  process.stdout.write('held')
  setInterval(() => {}, 1000)`

/** Runs a program with other variables. */
const WITH_VARIABLES = `
  const [variables, command, ...args] = process.argv.slice(1)
  const env = { ...process.env, ...JSON.parse(variables) }
  const { status, error } = require('child_process').spawnSync(command, args, { env, stdio: 'inherit' })
  if (error) throw error
  process.exitCode = status`

/** A program on Windows, which may have ended. */
export interface WindowsProcess {
  /** Output so far. */
  stdout(): string
  stderr(): string
  /** Resolves to the exit code; null if it was stopped. */
  readonly exitCode: Promise<number | null>
  /** Ends the program at once, as the task manager does. */
  stop(): Promise<void>
}

interface FinishedProcess {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

interface WindowsOptions {
  /** Folder to run in, as a local path. Default: a temporary folder. */
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Variables that Wine would set itself, such as LOCALAPPDATA. */
  readonly variables?: Readonly<Record<string, string>>
}

async function finish({ stdout, stderr, exitCode }: WindowsProcess): Promise<FinishedProcess> {
  const status = await exitCode
  return { status, stdout: stdout(), stderr: stderr() }
}

/** A simulated Windows machine: Wine with drive C: in a temporary folder, and Node for Windows. */
export class WindowsMachine {
  /** Local path of C:\. */
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
      throw new Error('Wine is missing. Call requires() first.')
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

  /** Local path of %LOCALAPPDATA%. */
  get localAppData(): string {
    const users = join(this.driveC, 'users')
    const user = readdirSync(users).find((name) => name !== 'Public')
    if (user === undefined) throw new Error('Wine made no folder for its user')
    return join(users, user, 'AppData', 'Local')
  }

  /** Converts a local path to a Windows path. */
  windowsPathOf(path: string): string {
    const absolute = resolve(path)
    const isOnDriveC = absolute.startsWith(`${this.driveC}/`)
    return (isOnDriveC ? `C:${absolute.slice(this.driveC.length)}` : `Z:${absolute}`).replaceAll(
      '/',
      '\\',
    )
  }

  /** Starts the built program with these arguments. */
  startOnWindows(args: readonly string[], options: WindowsOptions = {}): WindowsProcess {
    const program = this.windowsPathOf(this.node)
    return this.start([program, this.windowsPathOf('dist/cli.js'), ...args], options)
  }

  /** Starts any program of Windows, such as `cmd`. */
  startProgram(command: readonly string[], options: WindowsOptions = {}): WindowsProcess {
    return this.start(command, options)
  }

  /** Runs any program of Windows until it ends. */
  async runProgram(
    command: readonly string[],
    options: WindowsOptions = {},
  ): Promise<FinishedProcess> {
    return finish(this.start(command, options))
  }

  /** Writes a file and keeps it locked until the returned process is stopped. */
  async lockFile(path: string, text: string): Promise<WindowsProcess> {
    const holder = this.start([this.node, '-e', LOCK_PROGRAM, this.windowsPathOf(path), text], {})
    await eventually(() => holder.stdout() === 'held', `A lock on ${path}`, holder.stderr)
    return holder
  }

  /** Runs the built program with these arguments until it ends. */
  async runOnWindows(
    args: readonly string[],
    options: WindowsOptions = {},
  ): Promise<FinishedProcess> {
    return finish(this.startOnWindows(args, options))
  }

  /** Ends all programs, and removes the machine. */
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

  private start(
    program: readonly string[],
    { cwd, env, variables }: WindowsOptions,
  ): WindowsProcess {
    const command = variables
      ? [this.node, '-e', WITH_VARIABLES, JSON.stringify(variables), ...program]
      : program
    this.runs += 1
    const outFile = join(this.folder, `${this.runs}.out`)
    const errFile = join(this.folder, `${this.runs}.err`)
    // Files instead of pipes: Node in Wine cannot write to a pipe of this process (EBADF).
    const files = [openSync(outFile, 'w'), openSync(errFile, 'w')] as const
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
      stdout: () => readFileSync(outFile, 'utf8'),
      stderr: () => readFileSync(errFile, 'utf8'),
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
      // File names in UTF-8, and the same time zone on every machine.
      LC_ALL: 'C.UTF-8',
      TZ: 'UTC',
      WINEPREFIX: join(this.folder, 'prefix'),
      WINEDEBUG: '-all',
      // No questions about Mono and Gecko, and no desktop menus.
      WINEDLLOVERRIDES: 'mscoree,mshtml=;winemenubuilder.exe=d',
    }
  }
}
