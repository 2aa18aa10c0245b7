import { spawnSync } from 'node:child_process'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { casePageName } from '../../src/commands/case-page-writer.ts'
import { compareCases } from '../../src/diff/compare-cases.ts'
import type { BatchLine } from '../../src/model/batch-line.ts'
import type { CaseReport, Report } from '../../src/model/report.ts'
import type { ReportDiff } from '../../src/model/report-diff.ts'
import { caseDiffPage } from '../../src/reports/html/diff/case-diff-page.ts'
import { htmlReport } from '../../src/reports/html/html-report.ts'
import { attackCase } from '../support/attacks/attack-case.ts'
import {
  ATTACKS,
  injectAttacks,
  STRUCTURAL_AND_TIME_KEYS,
  STRUCTURAL_KEYS,
} from '../support/attacks/attack-report.ts'
import { hostileReport } from '../support/attacks/hostile-report.ts'
import { sampleFleet } from '../support/batch-lines.ts'
import { diagnosedFleet } from '../support/diagnosed-fleet.ts'
import { diagnosedReport } from '../support/diagnosed-report.ts'
import { fleetPageOf } from '../support/fleet-page.ts'
import { clipboardText, openText, startBrowser } from '../support/programs/browser.ts'
import { reportWithTimeline } from '../support/report-with-timeline.ts'
import { requires } from '../support/requires.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const pageOfFleet = (lines: readonly BatchLine[]): string => fleetPageOf(lines, casePageName)

const fleetSpared = new Set([...STRUCTURAL_AND_TIME_KEYS, 'ruleSet', 'outcome', 'certainty'])
const comparisonSpared = new Set([
  ...STRUCTURAL_AND_TIME_KEYS,
  ...['change', 'state', 'certainty', 'asOf'],
])
const diagnosisSpared = new Set([...STRUCTURAL_AND_TIME_KEYS, 'outcome', 'certainty', 'role'])
const anyFleet = () => [...sampleFleet(), ...diagnosedFleet()]
const twice = ({ cases, ...rest }: Report): Report => ({ ...rest, cases: [...cases, ...cases] })
/** The comparison of a report with the report of another case. */
const anyComparison = (): ReportDiff => {
  const cases = [reportWithTimeline(), diagnosedReport()].map((report) => report.cases[0])
  const [before, after] = cases as [CaseReport, CaseReport]
  const versions = ['0.1.0', '0.1.0'] as const
  const tool = { name: 'spoolscope', version: '0.1.0' }
  return { schemaVersion: 1, kind: 'case', tool, case: compareCases(before, after, versions) }
}
const plain = {
  report: htmlReport(reportWithTimeline()),
  diagnosed: htmlReport(diagnosedReport()),
  several: htmlReport(twice(reportWithTimeline())),
  comparison: caseDiffPage(anyComparison()),
  fleet: pageOfFleet(anyFleet()),
}
/** Returns the report of a bundle in which every file contains attacks. */
const reportOfAttackCase = (): string => {
  const bundle = attackCase(temporaryFolder())
  const args = [
    'dist/cli.js',
    'analyze',
    bundle,
    '--format',
    'html',
    '--as-of',
    '2016-06-14T12:00Z',
    '--fail-on',
    'never',
  ]
  return spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout
}
const pages = {
  report: htmlReport(injectAttacks(reportWithTimeline(), STRUCTURAL_AND_TIME_KEYS)),
  diagnosed: htmlReport(injectAttacks(diagnosedReport(), diagnosisSpared)),
  'a report with invalid times': htmlReport(injectAttacks(reportWithTimeline(), STRUCTURAL_KEYS)),
  'a report of nothing but attacks': htmlReport(injectAttacks(reportWithTimeline(), new Set())),
  'a bundle of attacks': reportOfAttackCase(),
  comparison: caseDiffPage(injectAttacks(anyComparison(), comparisonSpared)),
  'a report of many attacks': htmlReport(hostileReport()),
  fleet: pageOfFleet(
    injectAttacks(anyFleet(), fleetSpared).map((line) => ({ ...line, schemaVersion: 1 })),
  ),
} as const
// Control characters except line feeds, bidirectional and invisible characters, lone surrogates
const UNSAFE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\u{e0000}-\u{e007f}]/u

describe('the bytes of a page with an attack in every text', () => {
  it.each(Object.entries(pages))(
    '%s: contain nothing unsafe, and the attack only escaped',
    (_, text) => {
      expect(UNSAFE.test(ATTACKS)).toBe(true)
      expect(UNSAFE.exec(text)?.index).toBeUndefined()
      expect(Buffer.from(text).toString('utf8')).toBe(text)
      expect(text).toMatch(/&lt;img src=x onerror=/)
      expect(text).not.toMatch(/<img|<svg onload|<script>alert|" onfocus="|href="javascript/i)
    },
  )

  it.each(['report', 'fleet'] as const)('%s: contain the same script as without', (kind) => {
    const scripts = (text: string) =>
      [...text.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => script)
    expect(scripts(pages[kind])).toEqual(scripts(plain[kind]))
    expect(scripts(pages[kind])).toHaveLength(1)
  })
})

const { skip, title } = requires('chromium')

/** Returns how often the page has each element and each attribute. */
const countElements = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(`(() => {
    const counts = {}
    for (const element of document.querySelectorAll('*'))
      for (const name of [element.localName, ...[...element.attributes].map((attribute) => '@' + attribute.name)]) counts[name] = (counts[name] ?? 0) + 1
    return counts
  })()`)

describe.skipIf(skip)(`a page with an attack in every text, in a browser${title}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())

  it.each(Object.entries(pages))(
    '%s: nothing runs, nothing is requested, nothing is injected',
    async (_, text) => {
      const { page, problems } = await openText(browser, text)
      const names = new Set(Object.keys(await countElements(page)))
      const known = new Set<string>()
      for (const plainText of Object.values(plain)) {
        const { page: other } = await openText(browser, plainText)
        for (const name of Object.keys(await countElements(other))) known.add(name)
      }
      expect([...names].filter((name) => !known.has(name))).toEqual([])
      expect(
        await page.evaluate(
          "[...document.querySelectorAll('a')].map((link) => link.protocol).filter((protocol) => protocol !== 'file:')",
        ),
      ).toEqual([])
      expect(problems).toEqual([])
    },
  )

  it('the test detects scripts and requests in a page that escapes nothing', async () => {
    const { page, problems } = await openText(
      browser,
      `<!DOCTYPE html><title>x</title><p>${ATTACKS}</p><script>alert(1)</script>`,
    )
    expect(problems.some((trouble) => trouble.startsWith('dialog'))).toBe(true)
    expect(problems.some((trouble) => trouble.startsWith('requested'))).toBe(true)
    expect(Object.keys(await countElements(page))).toContain('@onerror')
  })

  it('report: has the same elements and attributes as without the attack', async () => {
    const shapes = []
    for (const text of [plain.report, pages.report])
      shapes.push(await countElements((await openText(browser, text)).page))
    expect(shapes[1]).toEqual(shapes[0])
  })

  it('diagnosed: copying an attack as the plan copies text, and runs nothing', async () => {
    const { page, problems } = await openText(browser, pages.diagnosed, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await page.getByRole('button', { name: 'Copy plan' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    const copied = await clipboardText(page)
    expect(copied).toContain('<img src=x onerror=')
    expect(copied).not.toMatch(UNSAFE)
    expect(problems).toEqual([])
  })

  it('report: filtering for an attack and copying it run nothing', async () => {
    const { page, problems } = await openText(browser, pages.report, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await page.getByLabel('Filter').fill('<img src=x onerror=alert(1)>')
    expect(await page.locator('[data-entry]:visible').count()).toBeGreaterThan(5)
    await page.locator('[data-copy]:visible').first().click()
    await page.getByText('Copied', { exact: true }).first().waitFor()
    expect(problems).toEqual([])
  })

  it('fleet: finding, filtering and sorting attacks run nothing', async () => {
    const { page, problems } = await openText(browser, pages.fleet)
    await page.getByLabel('Find').fill('onerror=alert(1)')
    await page.locator('#by-cause').selectOption({ index: 1 })
    for (const head of await page.locator('#case-table .sort').all()) await head.click()
    expect(await page.locator('#case-table tbody tr').count()).toBeGreaterThan(5)
    expect(problems).toEqual([])
  })
})
