import { execFileSync, spawn } from 'node:child_process'
import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readStart, readStartOf } from '../../src/inputs/read-start.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the first bytes of a file', () => {
  const path = join(temporaryFolder('start'), 'file')
  writeFileSync(path, 'abcdef')

  it('are as many as asked for, or all', () => {
    expect(String(readStart(path, 4))).toBe('abcd')
    expect(String(readStart(path, 6))).toBe('abcdef')
    expect(String(readStart(path, 100))).toBe('abcdef')
    expect(readStart(path, 0)).toHaveLength(0)
  })

  it('cannot be read of a file that does not exist', () => {
    expect(() => readStart(`${path}.gone`, 4)).toThrow(/ENOENT/)
  })

  it.skipIf(process.platform === 'win32')('come from a pipe in pieces', () => {
    const pipe = `${path}.pipe`
    execFileSync('mkfifo', [pipe])
    spawn('sh', [
      '-c',
      '{ printf ab; sleep 0.2; printf cd; sleep 0.2; printf ef; } > "$1"',
      'sh',
      pipe,
    ])
    const file = openSync(pipe, 'r')
    expect(String(readStartOf(file, 5))).toBe('abcde')
    closeSync(file)
  })
})
