import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

const fuzz = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['scripts/fuzz.mjs', ...args], { encoding: 'utf8' })

const RTF = 'samples/hostile/document-rtf/words-that-objects-inherit.rtf'

it('replays an input', () => {
  const { status, stdout } = fuzz('--replay', RTF, '--target', 'document:rtf')
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'No promise is broken.\n' })
})

it('executes a target, and says what it reached', () => {
  const { status, stdout } = fuzz(
    '--minutes',
    '60',
    '--executions',
    '40',
    '--target',
    'provisioning',
  )
  expect(stdout).toMatch(/^provisioning +[1-9]\d* +\d+ +[1-9]\d* +[1-9]\d* % +\d+$/m)
  expect(stdout).toMatch(/^0 kinds of failures$/m)
  expect(status).toBe(0)
})
