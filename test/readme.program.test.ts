import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { manifestCommand } from '../src/evidence/manifest-command.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const readme = readFileSync('README.md', 'utf8')

/** The README with the code block behind a comment replaced. */
function withBlock(text: string, comment: string, content: string): string {
  const start = text.indexOf(`<!-- ${comment} -->`)
  const open = text.indexOf('\n', text.indexOf('```', start)) + 1
  const close = text.indexOf('```', open)
  if (start < 0 || close < open) throw new Error(`No block behind <!-- ${comment} -->`)
  return `${text.slice(0, open)}${content.trim()}\n${text.slice(close)}`
}

/** As far as the first remedy: enough to see what a report looks like. */
function shown(sample: string): string {
  const run = spawnSync(process.execPath, ['dist/cli.js', 'analyze', sample, '--no-color'], {
    encoding: 'utf8',
  })
  const end = run.stdout.indexOf('\n  ✗ error', run.stdout.indexOf('✗ error') + 1)
  return `$ spoolscope analyze ${sample}\n${run.stdout.slice(0, end)}\n  …`
}

/** The stuck sample before and after it was fixed. */
function compared(): string {
  const folder = temporaryFolder()
  try {
    const reports = ['stuck-on-premises', 'stuck-on-premises-fixed'].map((name) => {
      const report = join(folder, `${name}.json`)
      spawnSync(process.execPath, [
        'dist/cli.js',
        'analyze',
        `samples/whole/${name}`,
        '--format',
        'json',
        '--output',
        report,
      ])
      return report
    })
    const run = spawnSync(process.execPath, ['dist/cli.js', 'diff', ...reports, '--no-color'], {
      encoding: 'utf8',
    })
    return `$ spoolscope diff before.json after.json\n${run.stdout}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

// UPDATE_README=1 npx vitest run test/readme.program.test.ts writes what is expected here.
it('the README shows what the program prints', () => {
  const analyzed = withBlock(
    withBlock(
      readme,
      'output: analyze samples/whole/stuck-on-premises',
      shown('samples/whole/stuck-on-premises'),
    ),
    'manifest command',
    manifestCommand,
  )
  const fresh = withBlock(
    analyzed,
    'output: diff of samples/whole/stuck-on-premises and stuck-on-premises-fixed',
    compared(),
  )
  if (process.env.UPDATE_README) writeFileSync('README.md', fresh)
  else expect(readme).toBe(fresh)
})
