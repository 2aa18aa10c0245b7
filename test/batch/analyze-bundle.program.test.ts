import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { analyzeBundle } from '../../src/batch/analyze-bundle.ts'
import { hashBundle } from '../../src/batch/hash-bundle.ts'
import type { Report } from '../../src/model/report.ts'
import { batchOrder } from '../support/bundles.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const SAMPLE = 'samples/whole/stuck-on-premises'

function analyzeReport(path: string, ...args: string[]): Report {
  const { stdout } = spawnSync(
    process.execPath,
    ['dist/cli.js', 'analyze', path, '--format', 'json', ...args],
    { encoding: 'utf8' },
  )
  const report = JSON.parse(stdout) as Report
  // A batch reads no file again to show what its reports cite.
  return {
    ...report,
    cases: report.cases.map(({ citedLines: _, ...rest }) => rest),
  }
}

describe('analyzing one bundle', () => {
  it.each([
    [SAMPLE, [], {}],
    ['samples/formats/client-log/sign-in.UccApilog', [], {}],
    [
      SAMPLE,
      ['--as-of', '2016-09-20T09:00Z', '--rule', 'spool-message-stuck'],
      { 'as-of': Date.parse('2016-09-20T09:00Z'), rule: ['spool-message-stuck'] },
    ],
    [
      'samples/formats/client-log/day-first.UccApilog',
      ['--utc-offset', '+02:00'],
      { 'utc-offset': 120 },
    ],
  ])('reports of %s what analyze reports (%j)', async (path, args, options) => {
    const line = await analyzeBundle(path, batchOrder(options))
    const [report] = analyzeReport(path, ...args).cases
    expect(line).toMatchObject({
      schemaVersion: 1,
      bundle: path,
      status: 'judged',
      ruleSet: batchOrder(options).ruleSet,
    })
    expect(report?.id).toBe(basename(path))
    expect(JSON.parse(JSON.stringify(line.report))).toEqual({ ...report, id: path })
  })

  it('states why a bundle is unreadable', async () => {
    mkdirSync(join(folder, 'empty'))
    mkdirSync(join(folder, 'pictures'))
    writeFileSync(join(folder, 'pictures', 'a.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]))
    writeFileSync(join(folder, 'pictures', 'zero.log'), '')
    spawnSync('mkfifo', [join(folder, 'pipe')])
    symlinkSync(join(folder, 'gone'), join(folder, 'link'))
    const reasons = {
      missing: 'no such file or folder',
      link: `a link to ${join(folder, 'gone')}, which is not followed: pass --follow-links`,
      empty: 'it contains no files',
      pictures:
        'it contains nothing readable: ' + 'a.png (6 B): unknown format; zero.log (0 B): empty',
      pipe: 'it is neither a file nor a folder',
      ['long'.repeat(2000)]: 'its path is longer than this system allows',
      'null\0character': 'its path contains a null character',
    }
    for (const [name, reason] of Object.entries(reasons)) {
      const line = await analyzeBundle(join(folder, name), batchOrder())
      expect([line.status, line.reason, line.report]).toEqual(['unreadable', reason, undefined])
    }
  })

  it('treats a bundle with the name - as a file', async () => {
    expect(await analyzeBundle('-', batchOrder())).toMatchObject({
      bundle: '-',
      status: 'unreadable',
      reason: 'no such file or folder',
    })
  })
})

describe('the hash of a bundle', () => {
  const copy = (name: string) => {
    const to = join(folder, name)
    cpSync(SAMPLE, to, { recursive: true, preserveTimestamps: true })
    return to
  }

  it('of a file is the hash of its bytes', async () => {
    const path = join(SAMPLE, 'registry.reg')
    expect(await hashBundle(path)).toBe(
      createHash('sha256').update(readFileSync(path)).digest('hex'),
    )
  })

  it('is the same for the same content, in any place and under any path', async () => {
    const original = copy('original')
    // Whole seconds, because copying does not keep fractions exactly.
    for (const item of readdirSync(join(original, SPOOL)))
      utimesSync(join(original, SPOOL, item), 1_474_353_000, 1_474_353_000)
    const other = join(folder, 'other place')
    cpSync(original, other, { recursive: true, preserveTimestamps: true })
    const hash = await hashBundle(original)
    expect(await hashBundle(other)).toBe(hash)
    expect(await hashBundle(relative('.', original))).toBe(hash)
  })

  it.each<[string, (path: string) => void]>([
    ['a byte of a file', (path) => writeFileSync(join(path, 'registry.reg'), 'other')],
    [
      'the name of a file',
      (path) => renameSync(join(path, 'registry.reg'), join(path, 'other.reg')),
    ],
    ['another file', (path) => writeFileSync(join(path, 'zzz.txt'), '')],
    ['a spooled item', (path) => writeFileSync(join(path, SPOOL, 'new.hist'), '')],
    [
      'the time of a spooled item',
      (path) => utimesSync(join(path, SPOOL, '00000001.hist'), 1_400_000_000, 1_400_000_000),
    ],
  ])('changes with %s', async (what, change) => {
    const path = copy(what)
    const before = await hashBundle(path)
    change(path)
    expect(await hashBundle(path)).not.toBe(before)
  })

  it('does not change with the times of files that are read', async () => {
    const path = copy('touched')
    const before = await hashBundle(path)
    utimesSync(join(path, 'registry.reg'), 1_400_000_000, 1_400_000_000)
    expect(await hashBundle(path)).toBe(before)
  })
})

const SPOOL = join('Lync', 'sip_kim@contoso.example', 'History Spooler')
