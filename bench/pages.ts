import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Page } from 'playwright-core'
import { CLI } from './built-program.ts'
import { CACHE } from './cache.ts'
import { CHROMIUM } from './chromium.ts'
import { atMost } from './goal.ts'
import { inTurn, median } from './measure.ts'
import { reportFile } from './report-file.ts'
import { goalTable } from './results.ts'

const LINES = 20_000
const ROUNDS = 15

/**
 * Milliseconds from an action of the reader until the browser has painted: the median of several.
 */
async function painted(page: Page, before: string, act: string): Promise<number> {
  const times = (await page.evaluate(`(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
    const times = []
    for (let round = 0; round < ${ROUNDS}; round += 1) {
      ${before}
      await frame()
      const start = performance.now()
      ${act}
      await frame()
      times.push(performance.now() - start)
    }
    return times
  })()`)) as number[]
  return median(times)
}

const type = (words: string) =>
  `{ const find = document.getElementById('find'); find.value = '${words}'; find.dispatchEvent(new Event('input')) }`
const choose = (value: string) =>
  `{ const by = document.getElementById('by-cause'); by.value = '${value}'; by.dispatchEvent(new Event('change')) }`
const sort = (column: number) => `document.querySelectorAll('#case-table .sort')[${column}].click()`

const path = reportFile({ lines: LINES, seed: 2 })
const output = join(CACHE, 'fleet.html')
const pages = join(CACHE, 'case-pages')
const some = join(CACHE, 'some-reports.ndjson')
writeFileSync(some, `${readFileSync(path, 'utf8').split('\n', 2000).join('\n')}\n`)
const program = (name: string, of: string, more: readonly string[]) => ({
  name,
  command: process.execPath,
  bytes: statSync(of).size,
  exits: [0],
  args: [
    '--require',
    resolve('bench', 'peak.cjs'),
    CLI,
    'summarize',
    of,
    '--format',
    'html',
    '--output',
    output,
    ...more,
  ],
})
const [many = []] = inTurn([program('2,000 case pages', some, ['--case-pages', pages])], 3)
const [fleet = []] = inTurn([program('fleet page', path, [])], 3)
rmSync(pages, { recursive: true })

const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ['--no-sandbox'],
})
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
const start = performance.now()
await page.goto(pathToFileURL(output).href)
const loaded = performance.now() - start
const what = `with ${LINES} rows (${Math.round(statSync(output).size / 1e6)} MB)`
const table = goalTable([
  atMost(2, '{} s', `open the page ${what}`, loaded / 1000),
  atMost(
    100,
    '{} ms',
    `find a user, until painted, ${what}`,
    await painted(page, type(''), type('user604@')),
  ),
  atMost(
    100,
    '{} ms',
    `find three words, until painted, ${what}`,
    await painted(page, type(''), type('stuck 16.0.7967 current')),
  ),
  atMost(
    100,
    '{} ms',
    `choose a cause, until painted, ${what}`,
    await painted(page, choose(''), choose('spool-message-stuck')),
  ),
  atMost(200, '{} ms', `sort by user, until painted, ${what}`, await painted(page, '', sort(3))),
  atMost(10, '{} s', `write the page, ${what}`, median(fleet.map(({ seconds }) => seconds))),
  atMost(10, '{} s', 'write 2,000 case pages', median(many.map(({ seconds }) => seconds))),
  atMost(
    200,
    '{} MB',
    'peak memory, 2,000 case pages',
    Math.max(...many.map(({ peakBytes }) => peakBytes)) / 1e6,
  ),
])
await browser.close()
console.log(table)
writeFileSync(
  join('bench', 'RESULTS-pages.md'),
  `# Measured: HTML pages\n\nWritten by \`npm run bench:pages\` in Chromium ${browser.version()}, on Node ${process.version}.\n\n${table}\n`,
)
