import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ARGS = ['dist/cli.js', 'analyze', 'samples/whole/stuck-on-premises', '--full']

/** Runs the program with standard output in a file that the shell opens. */
function runInShell(redirection: string): { status: number | null; stderr: string } {
  const command = `"$0" "$@" ${redirection}`
  const { status, stderr } = spawnSync('sh', ['-c', command, process.execPath, ...ARGS], {
    encoding: 'utf8',
  })
  return { status, stderr }
}

/** The capacity of a pipe. */
const PIPE_BYTES = 64 << 10

describe.skipIf(process.platform !== 'linux')('standard output', () => {
  const { stdout: expected, status } = spawnSync(process.execPath, ARGS, { encoding: 'utf8' })

  it('is the same in a pipe, a file, and behind the text of a file', () => {
    expect(expected.length).toBeGreaterThan(16 << 10)
    const path = join(temporaryFolder(), 'report.txt')
    expect(runInShell(`> ${path}`)).toEqual({ status, stderr: '' })
    expect(readFileSync(path, 'utf8')).toBe(expected)
    expect(runInShell(`>> ${path}`)).toEqual({ status, stderr: '' })
    expect(readFileSync(path, 'utf8')).toBe(expected + expected)
  })

  it('waits for a slow reader', () => {
    const args = [...ARGS.slice(0, 3), '--format', 'html']
    const { stdout: page } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect(page.length).toBeGreaterThan(PIPE_BYTES)
    // The shell reads: the streams of Node.js drop what nothing has read when a program ends.
    const command = '"$0" "$@" | (sleep 1; cat)'
    const { stdout } = spawnSync('sh', ['-c', command, process.execPath, ...args], {
      encoding: 'utf8',
    })
    expect(stdout).toBe(page)
  })

  it('of a pipe that is full and never waits is complete', async () => {
    const path = join(temporaryFolder(), 'pipe')
    execFileSync('mkfifo', [path])
    // Opened for both, so that opening does not wait for the reader.
    const pipe = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
    const filling = 'x'.repeat(PIPE_BYTES - 100)
    writeSync(pipe, filling)
    const args = ARGS.slice(0, 3)
    const child = spawn(process.execPath, args, { stdio: ['ignore', pipe, 'inherit'] })
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const reader = spawn('cat', [path], { stdio: ['ignore', 'pipe', 'inherit'] })
    child.on('exit', () => closeSync(pipe))
    const { stdout: report } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect(await text(reader.stdout)).toBe(filling + report)
  })

  it('that is closed is no failure', () => {
    expect(runInShell('>&-')).toEqual({ status, stderr: '' })
  })
})
