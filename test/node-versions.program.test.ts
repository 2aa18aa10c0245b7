import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
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

/** Bundles are finished in any order. */
const sortedLines = ([command]: readonly string[], text: string): string =>
  command === 'batch' ? text.split('\n').sort().join('\n') : text

describe.skipIf(skip)(`the built program${title}`, () => {
  const expected = skip ? [] : COMMANDS.map((args) => run(process.execPath, args))

  it.each(nodeVersions().programs)('prints the same with %s', (node) => {
    const printed = COMMANDS.map((args) => run(node, args))
    for (const [index, args] of COMMANDS.entries())
      expect({ args, ...printed[index] }).toEqual({ args, ...expected[index] })
  })
})
