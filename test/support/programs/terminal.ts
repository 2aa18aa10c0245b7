import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { eventually } from '../eventually.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { tmux } from './tmux.ts'

/** How a program left a terminal. */
interface ExitState {
  /** As a shell sees it: 128 and the signal for a program that one ended. */
  readonly code: number
  /** What `stty -a` said before and after, without the size. */
  readonly before: string
  readonly after: string
}

/** What was seen so often in turn is not on its way to something else. */
const STABLE_READS = 20

const quoteForShell = (word: string) => `'${word.replaceAll("'", "'\\''")}'`

/** A real terminal of so many columns and rows, which runs one program and can be looked at. */
export class Terminal {
  private readonly folder = temporaryFolder('terminal')
  private readonly socket = join(this.folder, 'tmux')

  /** Starts the built program in it with these arguments. */
  constructor(
    [columns, rows]: readonly [columns: number, rows: number],
    args: readonly string[],
    env: Record<string, string> = {},
  ) {
    const script = this.file('script')
    writeFileSync(script, this.scriptFor([process.execPath, resolve('dist/cli.js'), ...args], env))
    // Without a status line the program has all rows; an Esc is passed on at once.
    const settings = [
      '-g status off',
      '-g history-limit 100000',
      '-sg escape-time 0',
      '-g default-terminal tmux-256color',
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

  /** Keys by the names that tmux has for them: `C-c`, `Escape`, `Tab`, `Up`, `Enter`, `q`. */
  press(...keys: readonly string[]): void {
    tmux(this.socket, ['send-keys', ...keys])
  }

  /** Text as it is. */
  type(text: string): void {
    tmux(this.socket, ['send-keys', '-l', '--', text])
  }

  resize(columns: number, rows: number): void {
    tmux(this.socket, ['resize-window', '-x', String(columns), '-y', String(rows)])
  }

  /** The rows as they are shown now. */
  screen(): readonly string[] {
    return tmux(this.socket, ['capture-pane', '-p']).split('\n').slice(0, -1)
  }

  /**
   * All that was written, with what has scrolled away: a line that was wider than the terminal is
   * one here.
   */
  written(): readonly string[] {
    return tmux(this.socket, ['capture-pane', '-p', '-J', '-S', '-', '-E', '-'])
      .split('\n')
      .map((line) => line.trimEnd())
  }

  /** The screen with its colours, as escape sequences. */
  colorScreen(): string {
    return tmux(this.socket, ['capture-pane', '-p', '-e'])
  }

  /** What a program may have changed of the terminal itself. */
  state(): {
    readonly alternateScreen: boolean
    readonly cursorShown: boolean
    readonly title: string
  } {
    const asked = '#{alternate_on} #{cursor_flag} #{pane_title}'
    const [alternate, cursor, ...title] = tmux(this.socket, ['display-message', '-p', asked])
      .trimEnd()
      .split(' ')
    return {
      alternateScreen: alternate === '1',
      cursorShown: cursor === '1',
      title: title.join(' '),
    }
  }

  /** Waits for a screen on which this is so, and gives it. */
  async waitUntil(
    isSo: (screen: readonly string[]) => boolean,
    what: string,
  ): Promise<readonly string[]> {
    const now = () => {
      const screen = this.screen()
      return isSo(screen) ? screen : undefined
    }
    return eventually(now, what, () => this.screen().join('\n'))
  }

  /** Waits for a screen that holds this text. */
  async waitForText(text: string | RegExp): Promise<readonly string[]> {
    const holds = (whole: string) =>
      typeof text === 'string' ? whole.includes(text) : text.test(whole)
    return this.waitUntil((screen) => holds(screen.join('\n')), `A screen with ${text}`)
  }

  /** Waits until the screen stays as it is, as `look` sees it, and gives that. */
  async waitUntilStable(look: (row: string) => string): Promise<readonly string[]> {
    let before = ''
    let same = 0
    return this.waitUntil((screen) => {
      const now = screen.map(look).join('\n')
      same = now === before ? same + 1 : 0
      before = now
      return same === STABLE_READS
    }, 'A screen that stays')
  }

  /** Sends the program a signal. */
  async signal(name: NodeJS.Signals): Promise<void> {
    const pid = await eventually(
      () => this.readLine('pid'),
      'The program',
      () => 'no process id',
    )
    process.kill(Number(pid), name)
  }

  /** Waits for the end of the program. The terminal remains, with what is on its screen. */
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

  /** Ends what still runs in it. */
  close(): void {
    if (!existsSync(this.folder)) return
    tmux(this.socket, ['kill-server'])
    rmSync(this.folder, { recursive: true, force: true })
  }

  private file(name: string): string {
    return join(this.folder, name)
  }

  /** A line that is whole. */
  private readLine(name: string): string | undefined {
    const text = existsSync(this.file(name)) ? readFileSync(this.file(name), 'utf8') : ''
    return text.endsWith('\n') ? text.trim() : undefined
  }

  /**
   * The shell around the program survives a Ctrl-C, tells how it ended, and then waits, so that the
   * screen can still be looked at.
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
