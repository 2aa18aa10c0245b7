import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { lyncFolder } from '../inputs/live/watched-folder.ts'
import { eventually } from '../support/eventually.ts'

const CLI = resolve('dist/cli.js')
const BLOCK = pathToFileURL(resolve('test/support/programs/block-loop.mjs')).href
const BLOCKED =
  'spoolscope: No response for seconds: the input or the output is slow. Ctrl-C ends it at once.\n'

/** Watches a folder with an event loop that gets blocked. */
function watchBlocked(env: Readonly<Record<string, string>>, ...more: readonly string[]) {
  const { lync, spool } = lyncFolder()
  const args = ['--import', BLOCK, CLI, 'watch', lync, '--format', 'ndjson', ...more]
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env } })
  const ended = once(child, 'close') as unknown as Promise<readonly [number | null, string | null]>
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const text = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (piece: Buffer) => {
      text[name] += String(piece)
    })
  const isBlocked = () =>
    eventually(
      () => text.stderr === BLOCKED,
      BLOCKED,
      () => text.stderr,
    )
  return { child, ended, text, isBlocked, spool }
}

describe.skipIf(process.platform === 'win32')('watch with a blocked event loop', () => {
  it.each(['loop', 'expression', 'files'])('ends at once at Ctrl-C: %s', async (kind) => {
    const { child, ended, isBlocked } = watchBlocked({ BLOCK_KIND: kind })
    await isBlocked()
    child.kill('SIGINT')
    expect(await ended).toEqual([null, 'SIGINT'])
  })

  it('ends when the time of --until is over', async () => {
    const { ended, text } = watchBlocked({}, '--until', '3s')
    expect(await ended).toEqual([2, null])
    expect(text.stderr).toBe(
      `${BLOCKED}spoolscope: The time of --until is over, and there is no response.\n`,
    )
  })

  it('ends with its last event again when it responds again', async () => {
    const { child, ended, text, isBlocked, spool } = watchBlocked({ BLOCK_MS: '6000' })
    await isBlocked()
    writeFileSync(join(spool, '1.hist'), 'x')
    const isResumed = () => text.stdout.includes('item-appeared')
    await eventually(isResumed, 'an item', () => text.stdout)
    child.kill('SIGINT')
    expect(await ended).toEqual([0, null])
    expect(text.stdout).toContain('"event":"watch-ended"')
    expect(text.stderr).toBe(BLOCKED)
  })
})
