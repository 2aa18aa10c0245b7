import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { sourceMappedStack } from '../../src/cli/source-mapped-stack.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the stack trace of a bug', () => {
  it('names the line of the source, not of the bundle', async () => {
    const folder = temporaryFolder()
    const source = join(folder, 'thrower.ts')
    writeFileSync(source, "\n\nexport function fail(): never {\n  throw new Error('broken')\n}\n")
    const outfile = join(folder, 'bundle.js')
    await build({
      entryPoints: [source],
      outfile,
      format: 'esm',
      sourcemap: true,
      banner: { js: '// one\n// two\n// three\n// four\n// five' },
    })
    // In a process of its own: vitest maps the stack traces of its own by itself.
    const script = `import('${pathToFileURL(outfile)}').then(({ fail }) => fail())
      .catch((error) => console.log(error.stack))`
    const { stdout: stack } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' })
    expect(stack).toContain('bundle.js:')
    expect(sourceMappedStack(stack)).toMatch(/thrower\.ts:4:\d+/)
  })

  it('names lines of parts, which are named by paths, with blanks in them', async () => {
    const folder = join(temporaryFolder(), 'Program Files (x86)')
    mkdirSync(folder)
    const source = join(folder, 'thrower.ts')
    writeFileSync(source, '\n\nexport const fail = (): never => {\n  throw new Error()\n}\n')
    const outfile = join(folder, 'part.js')
    await build({ entryPoints: [source], outfile, format: 'cjs', sourcemap: true })
    const before = readFileSync(outfile, 'utf8').split('throw new')[0] ?? ''
    const number = before.split('\n').length
    const place = `${outfile}:${number}:3`
    for (const frame of [`    at fail (${place})`, `    at ${place}`, `    at async ${place}`])
      expect(sourceMappedStack(`Error: x\n${frame}`)).toContain('thrower.ts:4:3')
    expect(sourceMappedStack(`Error: in ${place}`)).toBe(`Error: in ${place}`)
  })

  it('stays as it is where no map is', () => {
    const stack = 'Error: broken\n    at run (file:///nowhere/dist/cli.js:1:2)'
    expect(sourceMappedStack(stack)).toBe(stack)
  })
})
