import { spawnSync } from 'node:child_process'

/** What is missing to drive programs in a terminal, in words. */
export function missingForTerminals(): string | undefined {
  return spawnSync('tmux', ['-V']).status === 0 ? undefined : 'tmux (Debian’s package tmux)'
}

/**
 * One tmux server of its own, that knows no configuration but this one. Answers with what the
 * command prints.
 */
export function tmux(socket: string, args: readonly string[]): string {
  // Without a status line the pane is as large as the terminal; a lone Esc is passed on at once.
  const { status, stdout, stderr } = spawnSync(
    'tmux',
    ['-u', '-S', socket, '-f', '/dev/null', ...args],
    {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? '/',
        LC_ALL: 'C.UTF-8',
        SHELL: '/bin/sh',
        TERM: 'xterm-256color',
      },
    },
  )
  if (status !== 0) throw new Error(`tmux ${args[0]}: ${stderr}`)
  return stdout
}
