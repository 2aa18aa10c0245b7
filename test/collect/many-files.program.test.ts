import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyBundle } from '../../src/collect/verify-bundle.ts'
import type { Report } from '../../src/model/report.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const CLI = resolve('dist/cli.js')
const SPOOL = join('sip_kim@contoso.example', 'History Spooler')
/** More than is listed of a spool, and more than is read of a case. */
const FILES = Number(process.env.SPOOLSCOPE_MANY_FILES ?? 110_000)
/** Also enough for a million files. Without limits, analyzing a million logs took 4.5 GB. */
const HEAP_MEGABYTES = 640
const DEPTH = 1000

/** Runs the program with little memory: one that grows with the number of files ends it. */
function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [`--max-old-space-size=${HEAP_MEGABYTES}`, CLI, ...args],
    { encoding: 'utf8', maxBuffer: 1 << 30 },
  )
  return { status, stdout, stderr }
}

function analyze(path: string) {
  const { status, stdout } = run('analyze', path, '--format', 'json', '--fail-on', 'never')
  expect([0, 2]).toContain(status)
  const report = (JSON.parse(stdout) as Report).cases[0]
  if (report === undefined) throw new Error('no case')
  return report
}

/** Returns a Lync folder with that many empty files in one of its folders. */
function manyFiles(folder: string, extension: string): string {
  const root = join(temporaryFolder('machine'), 'Lync')
  for (const inner of ['Tracing', SPOOL]) mkdirSync(join(root, inner), { recursive: true })
  for (let number = 0; number < FILES; number += 1)
    closeSync(openSync(join(root, folder, `${number}${extension}`), 'w'))
  return root
}

const numberOf = (text: string | undefined): number => Number(text?.replaceAll(',', ''))

describe('a folder with very many files', () => {
  it('is a spool: each is counted, and the machine and its bundle say so', () => {
    const root = manyFiles(SPOOL, '.hist')
    const doctor = run('doctor', root)
    expect(doctor.status).toBe(1)
    expect(doctor.stdout).toMatch(/: at least [\d,]+ items, the oldest of them/)
    const bundle = join(root, '..', 'b.zip')
    const collected = run('collect', root, '--output', bundle)
    expect(collected.status).toBe(0)
    const listed = numberOf(/of ([\d,]+) files in 1 spool/.exec(collected.stderr)?.[1])
    const others = numberOf(/: ([\d,]+) more files, beyond/.exec(collected.stderr)?.[1])
    expect(listed).toBeGreaterThan(90_000)
    expect(listed + others).toBe(FILES)
    expect(analyze(root).facts.spoolItems?.value).toBe(FILES)
    const collectedCase = analyze(bundle)
    expect(collectedCase.facts.spoolItems?.value).toBe(listed)
    expect(JSON.stringify(collectedCase.verdicts)).toContain('more files, beyond the limit')
  })

  it('is Tracing: the spool beside it is read all the same', async () => {
    const root = manyFiles('Tracing', '.UccApilog')
    writeFileSync(join(root, SPOOL, '1.hist'), 'x')
    const doctor = run('doctor', root)
    expect(doctor.stdout).toContain('History Spooler: 1 item')
    const bundle = join(root, '..', 'b.zip')
    expect(run('collect', root, '--output', bundle).status).toBe(0)
    const { problems, manifest } = await verifyBundle(bundle)
    expect(problems).toEqual([])
    const logs = manifest.files.filter(({ path }) => path.endsWith('.UccApilog')).length
    const others = manifest.unread?.find(({ reason }) => reason.includes('more files'))?.reason
    expect(logs + numberOf(others?.split(' ', 1)[0])).toBe(FILES)
    const { inputs, facts } = analyze(root)
    expect(facts.spoolItems?.value).toBe(1)
    expect(inputs.filter(({ status }) => status === 'empty')).toHaveLength(100_000)
    expect(inputs.find(({ status }) => status === 'unreadable')?.notes).toEqual([
      expect.stringContaining('more files are not read: a case has at most 100,000'),
    ])
  })
})

it(`reads folders that are ${DEPTH} deep as far as their paths go`, () => {
  const root = join(temporaryFolder('machine'), 'Lync')
  const before = process.cwd()
  for (const [folder, file] of [
    ['Tracing', 'a.UccApilog'],
    [SPOOL, '1.hist'],
  ] as const) {
    mkdirSync(join(root, folder), { recursive: true })
    process.chdir(join(root, folder))
    try {
      for (let depth = 0; depth < DEPTH; depth += 1) {
        writeFileSync(file, '')
        mkdirSync('deeper')
        process.chdir('deeper')
      }
    } finally {
      process.chdir(before)
    }
  }
  const machine = analyze(root)
  expect(machine.facts.spoolItems?.value).toBeGreaterThan(400)
  expect(JSON.stringify(machine.inputs)).toContain('its path is too long')
  const bundle = join(root, '..', 'b.zip')
  const collected = run('collect', root, '--output', bundle)
  expect(collected.status).toBe(0)
  expect(collected.stderr).toContain('a folder too deep inside others')
  expect(analyze(bundle).facts.spoolItems?.value).toBe(9)
  expect(run('doctor', root).stdout).toContain('at least 9 items')
  // Node cannot remove what has a longer path than the system takes.
  execFileSync('rm', ['-rf', root])
})
