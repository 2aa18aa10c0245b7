import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { nodeVersions } from './support/programs/node-versions.ts'
import { requires } from './support/requires.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const { skip, title } = requires('node-versions')
const folder = temporaryFolder('node-versions')
const SAMPLE = resolve('samples/whole/stuck-on-premises')
const bundles = join(folder, 'bundles')

mkdirSync(bundles)
for (const name of ['stuck-on-premises', 'healthy'])
  cpSync(resolve('samples/whole', name), join(bundles, name), { recursive: true })
copyFileSync(resolve('samples/formats/client-log/sign-in.UccApilog'), join(folder, 'a.UccApilog'))

/** What everybody does, and what uses most of Node: threads, streams, the parser of arguments. */
const COMMANDS: readonly (readonly string[])[] = [
  ['--help'],
  ['explain', 'clock-skew', '-q'],
  ['analyze', SAMPLE, '--full', '--jobs', '2'],
  ['analyze', SAMPLE, '-f', 'html'],
  ['batch', bundles, '--jobs', '2', '--quiet'],
  ['show', `${SAMPLE}:Lync/Tracing/Lync-UccApi-0.UccApilog:1`],
  ['redact', 'a.UccApilog', '-', '--redact-key', 'a.UccApilog'],
  ['analyze', 'nowhere'],
]

function run(node: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(node, [resolve('dist/cli.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '' },
    maxBuffer: 1 << 27,
  })
  return { status, stdout: sortedLines(args, stdout), stderr }
}

/** A program that uses the library: reading, analyzing, a rule of its own, rendering. */
const PROGRAM = `
import * as library from ${JSON.stringify(pathToFileURL(resolve('dist/api/index.js')).href)}
const rule = library.defineRule({
  id: 'mine', severity: 'info', title: 'T', clearTitle: 'C', why: 'W',
  evidence: { spools: library.evidence.spool },
  evaluate: ({ spools }) => library.clear('Fine.', spools.map(({ current }) => current.source)),
})
const report = await library.analyze(${JSON.stringify(SAMPLE)}, { rules: [...library.rules, rule] })
console.log(await library.renderReport(report, 'json'))
for await (const { kind } of library.readObservations(${JSON.stringify(SAMPLE)})) console.log(kind)
const trace = ${JSON.stringify(resolve('samples/formats/etl-binary/client-wpp.etl'))}
for await (const event of library.readEtlEvents(trace)) console.log(event)
`
writeFileSync(join(folder, 'program.mjs'), PROGRAM)

/** Bundles are finished in any order. */
const sortedLines = ([command]: readonly string[], text: string): string =>
  command === 'batch' ? text.split('\n').sort().join('\n') : text

describe.skipIf(skip)(`the built program${title}`, () => {
  const expected = skip ? [] : COMMANDS.map((args) => run(process.execPath, args))

  it.each(nodeVersions().programs)('is the same library with %s', (node) => {
    const [own, other] = [process.execPath, node].map((program) =>
      spawnSync(program, ['program.mjs'], { cwd: folder, encoding: 'utf8' }),
    )
    expect([other?.status, other?.stderr]).toEqual([0, ''])
    expect(other?.stdout).toBe(own?.stdout)
    expect(own?.stdout.length).toBeGreaterThan(50_000)
  })

  it.each(nodeVersions().programs)('prints the same with %s', (node) => {
    const printed = COMMANDS.map((args) => run(node, args))
    for (const [index, args] of COMMANDS.entries())
      expect({ args, ...printed[index] }).toEqual({ args, ...expected[index] })
  })
})
