import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { manifestCommand } from '../src/evidence/manifest-command.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const SAMPLE = 'samples/whole/stuck-on-premises'

const run = (...args: readonly string[]): string =>
  spawnSync(process.execPath, ['dist/cli.js', ...args], { encoding: 'utf8' }).stdout

/** The page with the code block after a comment replaced. */
function withBlock(page: string, comment: string, content: string): string {
  const start = page.indexOf(`<!-- ${comment} -->`)
  const open = page.indexOf('\n', page.indexOf('```', start)) + 1
  const close = page.indexOf('```', open)
  if (start < 0 || close < open) throw new Error(`No block after <!-- ${comment} -->`)
  return `${page.slice(0, open)}${content.trim()}\n${page.slice(close)}`
}

const analyzed = (): string =>
  `$ spoolscope analyze ${SAMPLE}\n${run('analyze', SAMPLE, '--no-color')}`

/** The stuck sample before and after it was fixed. */
function compared(): string {
  const folder = temporaryFolder()
  const reports = ['stuck-on-premises', 'stuck-on-premises-fixed'].map((name) => {
    const report = join(folder, `${name}.json`)
    run('analyze', `samples/whole/${name}`, '--format', 'json', '--output', report)
    return report
  })
  return `$ spoolscope diff before.json after.json\n${run('diff', ...reports, '--no-color')}`
}

// UPDATE_README=1 npx vitest run test/readme.program.test.ts writes what is expected here.
it.each([
  ['README.md', `output: analyze ${SAMPLE}`, analyzed],
  ['docs/collecting.md', 'manifest command', () => manifestCommand],
  [
    'docs/comparing.md',
    'output: diff of samples/whole/stuck-on-premises and stuck-on-premises-fixed',
    compared,
  ],
])('%s shows what the program prints', (path, comment, content) => {
  const page = readFileSync(path, 'utf8')
  const fresh = withBlock(page, comment, content())
  if (process.env.UPDATE_README) writeFileSync(path, fresh)
  else expect(page).toBe(fresh)
})
