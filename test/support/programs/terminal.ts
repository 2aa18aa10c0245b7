import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { eventually } from '../eventually.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { tmux } from './tmux.ts'

/** State of the terminal after the program has ended. */
interface ExitState {
  /** Exit code as in a shell: 128 plus the signal for a program that was killed. */
  readonly code: number
  /** Output of `stty -a` before and after the program, without the size. */
  readonly before: string
  readonly after: string
}

/** A screen counts as stable after this many identical reads. */
const STABLE_READS = 20

const quoteForShell = (word: string) => `'${word.replaceAll("'", "'\\''")}'`

/** A real terminal that runs one program. Tests can type into it and read its screen. */
export class Terminal {
  private readonly folder = temporaryFolder('terminal')
  private readonly socket = join(this.folder, 'tmux')

  /** Starts the built program with these arguments. Long texts are not paged, unless PAGER is set. */
  constructor(
    [columns, rows]: readonly [columns: number, rows: number],
    args: readonly string[],
    env: Record<string, string> = {},
  ) {
    const script = this.file('script')
    writeFileSync(
      script,
      this.scriptFor([process.execPath, resolve('dist/cli.js'), ...args], {
        PAGER: 'cat',
        ...env,
      }),
    )
    // Without a status line, the program has all rows. Without escape-time, Esc arrives at once.
    const settings = [
      '-g status off',
      '-g history-limit 100000',
      '-sg escape-time 0',
      '-g default-terminal tmux-256color',
      // Programs may set the clipboard (OSC 52), which is a buffer of tmux.
      '-g set-clipboard on',
    ]
    const size = ['-x', String(columns), '-y', String(rows)]
    tmux(this.socket, [
      'start-server',
      ...settings.flatMap((setting) => [';', 'set', ...setting.split(' ')]),
      ';',
      'new-session',
      '-d',
      ...size,
      `exec sh ${quoteForShell(script)}`,
    ])
  }

  /** Presses keys by their tmux names: `C-c`, `Escape`, `Tab`, `Up`, `Enter`, `q`. */
  press(...keys: readonly string[]): void {
    tmux(this.socket, ['send-keys', ...keys])
  }

  /** Types text literally. */
  type(text: string): void {
    tmux(this.socket, ['send-keys', '-l', '--', text])
  }

  resize(columns: number, rows: number): void {
    tmux(this.socket, ['resize-window', '-x', String(columns), '-y', String(rows)])
  }

  /** Returns the visible rows. */
  screen(): readonly string[] {
    return tmux(this.socket, ['capture-pane', '-p']).split('\n').slice(0, -1)
  }

  /**
   * Returns all output, also lines that have scrolled away. A line that the terminal wrapped is one
   * line here.
   */
  written(): readonly string[] {
    return tmux(this.socket, ['capture-pane', '-p', '-J', '-S', '-', '-E', '-'])
      .split('\n')
      .map((line) => line.trimEnd())
  }

  /** Returns the screen with escape sequences for colors. */
  colorScreen(): string {
    return tmux(this.socket, ['capture-pane', '-p', '-e'])
  }

  /** Returns the state of the terminal that a program can change. */
  state(): {
    readonly alternateScreen: boolean
    readonly cursorShown: boolean
    readonly mouseReported: boolean
    readonly title: string
  } {
    const format = '#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{pane_title}'
    const [alternate, cursor, mouse, ...title] = tmux(this.socket, [
      'display-message',
      '-p',
      format,
    ])
      .trimEnd()
      .split(' ')
    return {
      alternateScreen: alternate === '1',
      cursorShown: cursor === '1',
      mouseReported: mouse === '1',
      title: title.join(' '),
    }
  }

  /** Returns the text that a program put into the clipboard last. */
  clipboard(): string {
    return tmux(this.socket, ['show-buffer'])
  }

  /** Waits for a screen that matches, and returns it. `description` is part of the error. */
  async waitUntil(
    matches: (screen: readonly string[]) => boolean,
    description: string,
  ): Promise<readonly string[]> {
    const matchingScreen = () => {
      const screen = this.screen()
      return matches(screen) ? screen : undefined
    }
    return eventually(matchingScreen, description, () => this.screen().join('\n'))
  }

  /** Waits for a screen that contains this text, and returns it. */
  async waitForText(text: string | RegExp): Promise<readonly string[]> {
    const contains = (screenText: string) =>
      typeof text === 'string' ? screenText.includes(text) : text.test(screenText)
    return this.waitUntil((screen) => contains(screen.join('\n')), `A screen with ${text}`)
  }

  /** Waits until the screen, mapped by `normalize`, does not change any more. Returns it. */
  async waitUntilStable(normalize: (row: string) => string): Promise<readonly string[]> {
    let previous = ''
    let repeats = 0
    return this.waitUntil((screen) => {
      const now = screen.map(normalize).join('\n')
      repeats = now === previous ? repeats + 1 : 0
      previous = now
      return repeats === STABLE_READS
    }, 'A stable screen')
  }

  /** Sends a signal to the program. */
  async signal(name: NodeJS.Signals): Promise<void> {
    const pid = await eventually(
      () => this.readLine('pid'),
      'The program',
      () => 'no process id',
    )
    process.kill(Number(pid), name)
  }

  /** Waits for the end of the program. The terminal and its screen remain. */
  async waitForExit(): Promise<ExitState> {
    const code = await eventually(
      () => this.readLine('code'),
      'The end of the program',
      () => this.screen().join('\n'),
    )
    const modes = (name: string) =>
      readFileSync(this.file(name), 'utf8').replace(/rows \d+; columns \d+; /, '')
    return { code: Number(code), before: modes('before'), after: modes('after') }
  }

  /** Ends the terminal and the program in it. */
  close(): void {
    if (!existsSync(this.folder)) return
    tmux(this.socket, ['kill-server'])
    rmSync(this.folder, { recursive: true, force: true })
  }

  private file(name: string): string {
    return join(this.folder, name)
  }

  /** Reads a file of one line; undefined until the line is complete. */
  private readLine(name: string): string | undefined {
    const text = existsSync(this.file(name)) ? readFileSync(this.file(name), 'utf8') : ''
    return text.endsWith('\n') ? text.trim() : undefined
  }

  /**
   * Returns a shell script that runs the program. The shell survives Ctrl-C, saves the exit code,
   * and then waits, so that the screen can still be read.
   */
  private scriptFor(command: readonly string[], env: Record<string, string>): string {
    const file = (name: string) => quoteForShell(this.file(name))
    const settings = Object.entries(env).map(([name, value]) => quoteForShell(`${name}=${value}`))
    return [
      `stty -a > ${file('before')}`,
      'echo before the program',
      'trap : INT',
      `sh -c 'echo $$ > "$0"; exec "$@"' ${file('pid')} ${['env', ...settings, ...command.map(quoteForShell)].join(' ')}`,
      'code=$?',
      `stty -a > ${file('after')}`,
      `echo $code > ${file('code')}`,
      "trap '' INT",
      'exec cat > /dev/null',
      '',
    ].join('\n')
  }
}
