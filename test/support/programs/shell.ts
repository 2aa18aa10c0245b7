import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { eventually } from '../eventually.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { programFolder } from './program-folder.ts'
import { missingForTerminals, tmux } from './tmux.ts'

export type ShellName = 'bash' | 'zsh' | 'fish'

/** Returns what is missing to type into this shell; undefined if nothing is. */
export function missingShell(shell: ShellName): string | undefined {
  return spawnSync(shell, ['--version']).status === 0
    ? missingForTerminals()
    : `${shell} (Debian’s package ${shell})`
}

/** Returns what is missing to check pages of the manual; undefined if nothing is. */
export const missingForManPages = (): string | undefined =>
  spawnSync('mandoc', ['-V']).error === undefined ? undefined : 'mandoc (Debian’s package mandoc)'

/** Returns what is missing to show long texts page by page; undefined if nothing is. */
export const missingPager = (): string | undefined =>
  spawnSync('less', ['--version']).status === 0 ? undefined : 'less (Debian’s package less)'

/** Without the configuration of the user. Then how to load what completes. */
const SHELLS: Readonly<Record<ShellName, { readonly start: string; readonly init: string }>> = {
  bash: { start: 'bash --norc -i', init: 'source <(spoolscope completion bash)' },
  zsh: {
    start: 'zsh -f -i',
    init: 'autoload -U compinit; compinit -u -D; source <(spoolscope completion zsh)',
  },
  fish: { start: 'fish --no-config -i', init: 'spoolscope completion fish | source' },
}
const LOADED = 'completion is loaded'

/** A shell in a terminal, with completion, in a folder. Tests type into it, and read its line. */
export class Shell {
  private readonly socket = join(temporaryFolder('shell'), 'tmux')

  private readonly name: ShellName

  private constructor(name: ShellName) {
    this.name = name
  }

  static async start(name: ShellName, cwd: string): Promise<Shell> {
    const shell = new Shell(name)
    const env = `env PATH='${programFolder()}:${process.env.PATH}' HOME='${temporaryFolder('home')}'`
    tmux(shell.socket, [
      'new-session',
      '-d',
      '-x',
      '200',
      '-y',
      '50',
      '-c',
      cwd,
      `${env} ${SHELLS[name].start}`,
    ])
    await shell.waitFor((line) => /[$#%>] ?$/.test(line), 'a prompt')
    // The quotes keep the text apart from what is typed.
    shell.type(`${SHELLS[name].init}; printf '%s\\n' ${LOADED.replaceAll(' ', "' '")}`)
    shell.press('Enter')
    await shell.waitFor((_, screen) => screen.some((line) => line.startsWith(LOADED)), LOADED)
    return shell
  }

  /** Types the beginning of a command line and Tab. Resolves when the line is the expected one. */
  async completes(typed: string, expected: string): Promise<void> {
    this.press('C-u')
    this.type(typed)
    await this.waitFor((line) => line.endsWith(typed.trimEnd()), `${this.name}: ${typed}`)
    this.press('Tab')
    const hasCompleted = (line: string) =>
      line.endsWith(` ${expected}`) || line.endsWith(`%${expected}`)
    await this.waitFor(hasCompleted, `${this.name}: ${expected}`)
  }

  close(): void {
    tmux(this.socket, ['kill-server'])
  }

  private type(text: string): void {
    tmux(this.socket, ['send-keys', '-l', '--', text])
  }

  private press(key: string): void {
    tmux(this.socket, ['send-keys', key])
  }

  /** The last line that is not empty, and the screen. */
  private async waitFor(
    matches: (line: string, screen: readonly string[]) => boolean,
    description: string,
  ): Promise<void> {
    const screen = () =>
      tmux(this.socket, ['capture-pane', '-p'])
        .split('\n')
        .map((line) => line.trimEnd())
        .filter((line) => line !== '')
    await eventually(
      () => matches(screen().at(-1) ?? '', screen()) || undefined,
      description,
      () => screen().join('\n'),
    )
  }
}
