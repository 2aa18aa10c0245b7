import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { reportFormats } from '../src/reports/report-formats.ts'

const PAGE = 'docs/reports.md'
const SAMPLE = 'samples/whole/stuck-on-premises'
const MAX_LINE_CHARACTERS = 160

/** Returns `count` lines of the report, from the first one that contains `start`, truncated. */
function excerptOf(format: string, count: number, start: string): string {
  const run = spawnSync(process.execPath, ['dist/cli.js', 'analyze', SAMPLE, '--format', format], {
    encoding: 'utf8',
  })
  const all = run.stdout.replace('\ufeff', '').split(/\r?\n/)
  const from = all.findIndex((line) => line.includes(start))
  const lines = all.slice(from, from + count)
  return lines
    .map((line) =>
      line.length > MAX_LINE_CHARACTERS ? `${line.slice(0, MAX_LINE_CHARACTERS)}…` : line,
    )
    .join('\n')
}

// UPDATE_DOCS=1 npx vitest run test/reports-page.program.test.ts updates the page.
it('the page about reports shows what the program prints', () => {
  const page = readFileSync(PAGE, 'utf8')
  const fresh = page.replace(
    /(<!-- output: (\w+), (\d+) lines(?: from (.*?))? -->\n````\n)[\s\S]*?````\n/g,
    (_, head: string, format: string, count: string, start = '') =>
      `${head}${excerptOf(format, Number(count), start)}\n\`\`\`\`\n`,
  )
  if (process.env.UPDATE_DOCS) writeFileSync(PAGE, fresh)
  else expect(page).toBe(fresh)
  expect(fresh.match(/<!-- output: /g)).toHaveLength(5)
})

it('the page about reports names every format', () => {
  const page = readFileSync(PAGE, 'utf8')
  for (const format of Object.keys(reportFormats)) expect(page).toContain(`| \`${format}\` |`)
})
