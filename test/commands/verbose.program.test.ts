import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createZip } from '../support/archives/zip.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder('verbose')
const bundles = join(folder, 'bundles')
mkdirSync(bundles)
for (const name of ['healthy', 'stuck-on-premises'])
  cpSync(`samples/whole/${name}`, join(bundles, name), { recursive: true })
writeFileSync(join(bundles, 'empty.zip'), '')

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['dist/cli.js', ...args, '--verbose'], { encoding: 'utf8' })
const lines = (text: string) => text.split('\n').filter((line) => line.startsWith('  '))

it('batch says what it analyzes, what came of each bundle, and what it skips', () => {
  const results = join(folder, 'results.ndjson')
  const args = ['batch', bundles, '--output', results, '--jobs', '1', '--fail-on', 'never']
  const first = lines(run(...args).stderr)
  expect(first).toContain('  analyzed: 3 bundles, at most 1 at a time')
  expect(first).toContain(`  ${join(bundles, 'healthy')}: analyzed, nothing flagged`)
  expect(first.find((line) => line.includes('stuck-on-premises:'))).toMatch(
    /: analyzed, flagged spool-message-stuck, /,
  )
  expect(first.find((line) => line.includes('empty.zip'))).toContain('unreadable')
  const again = lines(run(...args, '--resume').stderr)
  expect(again).toContain('  analyzed: 0 bundles, at most 1 at a time')
  expect(again).toContain('  skipped: 3 bundles with a result')
  const shards = ['1/2', '2/2'].map((shard) => {
    const { stderr } = run('batch', bundles, '--shard', shard)
    return [/analyzed: (\d) bundle/, /skipped: (\d) bundles? of other shards/].map((pattern) =>
      Number(pattern.exec(stderr)?.[1] ?? 0),
    )
  })
  for (const [analyzed = 0, skipped = 0] of shards) expect(analyzed + skipped).toBe(3)
})

it('etl says which files of an archive it reads', () => {
  const archive = join(folder, 'traces.zip')
  const trace = readFileSync('samples/formats/etl-binary/client-wpp.etl')
  const [a, b] = [
    { name: 'a.txt', content: 'text' },
    { name: 'b.etl', content: trace },
  ]
  writeFileSync(archive, createZip([a, b]))
  for (const command of ['info', 'print'])
    expect(lines(run('etl', command, archive).stderr)).toEqual(
      expect.arrayContaining([
        `  ${archive}/b.etl: read as a binary trace`,
        `  ${archive}/a.txt: skipped, not a binary trace`,
      ]),
    )
})
