import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { RedactionMap, readRedactionMap } from '../../src/commands/redaction/redaction-map.ts'
import { resolveRedaction } from '../../src/commands/redaction/redaction-settings.ts'
import { readOptionFile } from '../../src/inputs/options/read-option-file.ts'
import { readDecoding } from '../../src/inputs/read-decoding.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const limits = { maxBytes: 10 }

it('reads a file up to its limit', () => {
  const path = join(temporaryFolder(), 'a')
  writeFileSync(path, 'a'.repeat(10))
  expect(readOptionFile(path, '--tmf', limits).toString()).toBe('a'.repeat(10))
  writeFileSync(path, 'a'.repeat(11))
  expect(() => readOptionFile(path, '--tmf', limits)).toThrow('larger than 0 KiB')
})

describe.runIf(process.platform !== 'win32')('a device', () => {
  const given = { 'redact-key': '/dev/zero', 'redact-map': undefined, 'redact-shift': false }

  it.each<readonly [string, () => unknown]>([
    ['--tmf', () => readDecoding(['/dev/zero'], [], 'windows-1252')],
    ['--manifest', () => readDecoding([], ['/dev/zero'], 'windows-1252')],
    ['--redact-key', () => resolveRedaction(given)],
    ['--redact-map', () => new RedactionMap('/dev/zero', {})],
    ['--redact-map', () => readRedactionMap('/dev/zero')],
  ])('is not read for %s', (option, read) => {
    // --tmf and --manifest take folders too.
    const isNeither = option === '--tmf' || option === '--manifest'
    const problem = isNeither ? 'neither a file nor a folder' : 'this is not a file'
    expect(read).toThrow(`${option} /dev/zero: ${problem}. Pass `)
  })
})
