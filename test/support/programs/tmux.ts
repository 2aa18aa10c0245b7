import { spawnSync } from 'node:child_process'

/** Returns what is missing to run programs in a terminal; undefined if nothing is. */
export function missingForTerminals(): string | undefined {
  return spawnSync('tmux', ['-V']).status === 0 ? undefined : 'tmux (Debian’s package tmux)'
}

/** Runs a tmux command on a separate server without configuration files. Returns its output. */
export function tmux(socket: string, args: readonly string[]): string {
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
