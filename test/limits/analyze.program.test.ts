import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { acceptsTest } from '../support/limits/limit-test.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const SIGN_IN = readFileSync('samples/formats/client-log/sign-in.UccApilog')
const LINE = `06/14/2016|12:00:00.123 0BC4:1A2C INFO  :: timer fired${' '.repeat(44)}\r\n`

acceptsTest('excerpts/cited-lines.ts MAX_REREAD_BYTES_FOR_JSON', (bytes) => {
  const path = join(temporaryFolder('large'), 'Lync-UccApi-0.UccApilog')
  const log = Buffer.alloc(bytes, LINE)
  log.set(SIGN_IN)
  writeFileSync(path, log)
  const cited = (...options: readonly string[]): number => {
    const { stdout } = spawnSync(process.execPath, ['dist/cli.js', 'analyze', path, ...options], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    })
    const [report] = (JSON.parse(stdout) as Report).cases
    expect(Object.keys(report?.facts ?? {}).length).toBeGreaterThan(0)
    return report?.citedLines?.length ?? 0
  }
  // For a page, the lines are always read.
  const page = join(temporaryFolder('page'), 'report.html')
  expect(cited('--format', 'json', '--report', `html=${page}`)).toBeGreaterThan(0)
  return cited('--format', 'json') > 0
})
