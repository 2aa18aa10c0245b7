import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BatchLine } from '../../src/model/batch-line.ts'
import { sampleFleet } from '../support/batch-lines.ts'
import { diagnosedFleet } from '../support/diagnosed-fleet.ts'
import { fleetPageOf } from '../support/fleet-page.ts'
import { manyCases } from '../support/many-cases.ts'
import { findAccessibilityProblems, openText, startBrowser } from '../support/programs/browser.ts'
import { requires } from '../support/requires.ts'

const pageOf = (lines: readonly BatchLine[]): string =>
  fleetPageOf(lines, (bundle) => `${encodeURIComponent(bundle)}.html`)

const many = () => manyCases(20_000)

const { skip, title } = requires('chromium')
const small = pageOf([...sampleFleet(), ...diagnosedFleet()])

describe('fleetPage', () => {
  it('shows causes, combinations, missing evidence, and why bundles were not analyzed', () => {
    const words = [
      'Combinations (exact set per case)',
      'drafts-accumulating',
      'a second snapshot',
      'spoolscope-manifest.ps1',
      'Builds by channel',
    ]
    const reasons = ['The worker ended: out of memory', 'bytes where … are declared']
    expect([...words, ...reasons].filter((text) => !small.includes(text))).toEqual([])
  })

  it('shows causes with their certainty, then symptoms apart, and causes by build', () => {
    const page = pageOf(diagnosedFleet())
    const texts = [
      'id="causes',
      '<strong>1</strong>\nproven',
      '<strong>1</strong>\nlikely',
      'Unexplained: 1 case.',
      'id="symptoms',
      'data-label="Unexplained">2<',
      'Causes by client build',
      'id="also',
    ]
    const places = texts.map((text) => page.indexOf(text))
    expect(places).toEqual([...places].sort((left, right) => left - right))
    expect(places[0]).toBeGreaterThan(0)
  })

  it('says that an empty fleet has nothing to summarize, and has no table', () => {
    const empty = pageOf([])
    expect(empty.includes('There is nothing to summarize')).toBe(true)
    expect(empty.includes('<table')).toBe(false)
  })
})

describe.skipIf(skip)(`a fleet in a browser${title}`, () => {
  let browser: Browser
  let page: Page
  let problems: readonly string[]
  beforeAll(async () => {
    browser = await startBrowser()
    ;({ page, problems } = await openText(browser, pageOf(many())))
  })
  afterAll(() => browser?.close())
  beforeEach(() => page.getByRole('button', { name: 'Show all' }).click())

  const rows = () => page.locator('#case-table tbody tr')
  const count = () => page.locator('#case-count').textContent()
  const column = (place: number) =>
    page.evaluate<string[]>(
      `[...document.querySelectorAll('#case-table tbody tr')].map((row) => row.cells[${place}].textContent)`,
    )

  it.each(['light', 'dark'] as const)(
    'has no serious accessibility problem, requests nothing and logs nothing: %s',
    async (colorScheme) => {
      const opened = await openText(browser, small, { colorScheme })
      await opened.page.evaluate(
        "for (const details of document.querySelectorAll('details')) details.open = true",
      )
      expect(await findAccessibilityProblems(opened.page)).toEqual([])
      expect(opened.problems).toEqual([])
    },
  )

  it('finds words of any column in 20,000 rows, and draws fifty rows at a time', async () => {
    expect([await count(), await rows().count()]).toEqual(['20,000 cases', 50])
    await page.getByLabel('Find').fill('USER123@ pc-123.zip 7003')
    expect(await count()).toBe('1 of 20,000 cases')
    expect((await column(0))[0]).toContain('cases/PC-123.zip')
    await page.getByLabel('Find').press('Escape')
    expect(await count()).toBe('20,000 cases')
  })

  it('filters by state, cause and channel together, and shows all again', async () => {
    await page.getByLabel('State').selectOption('unreadable')
    expect(await count()).toBe('200 of 20,000 cases')
    await page.getByLabel('State').selectOption('affected')
    await page.locator('#by-cause').selectOption('spool-message-stuck')
    await page.locator('#by-channel').selectOption('Channel 0')
    const expected = many().filter(
      ({ status }, number) => status === 'judged' && number % 21 === 0,
    ).length
    expect(await count()).toBe(`${expected} of 20,000 cases`)
    await page.getByRole('button', { name: 'Show all' }).click()
    expect(await count()).toBe('20,000 cases')
  })

  it('sorts numbers and names with numbers by keyboard, and announces it', async () => {
    await page.getByRole('button', { name: 'Stuck', exact: true }).press('Enter')
    expect((await column(5)).slice(0, 3)).toEqual(['50', '50', '50'])
    expect(await page.locator('th[aria-sort="descending"]').textContent()).toBe('Stuck')
    await page.getByRole('button', { name: 'Case', exact: true }).press('Enter')
    expect((await column(0)).slice(0, 12).map((text) => /PC-\d+/.exec(text)?.[0])).toEqual(
      Array.from({ length: 12 }, (_, number) => `PC-${number}`),
    )
    expect(await page.locator('#said').textContent()).toBe('Sorted by Case, ascending')
  })

  it('turns pages, and links each analyzed case to its page', async () => {
    await page.getByRole('button', { name: 'Next' }).click()
    expect(await page.locator('#case-place').textContent()).toBe('51 – 100 of 20,000')
    expect((await column(0))[0]).toContain('PC-50.zip')
    expect(await rows().first().locator('a').getAttribute('href')).toBe(
      'cases/cases%2FPC-50.zip.html',
    )
    await page.getByRole('button', { name: 'Previous' }).click()
    expect(await page.getByRole('button', { name: 'Previous' }).isDisabled()).toBe(true)
  })

  it('shows the cases of a cause when its link is clicked', async () => {
    await page.getByRole('link', { name: 'show cases of spool-message-stuck' }).click()
    const stuck = many().filter(
      ({ status }, number) => status === 'judged' && number % 3 === 0,
    ).length
    expect(await count()).toBe(`${stuck.toLocaleString('en')} of 20,000 cases`)
    expect(problems).toEqual([])
  })

  it('says where the cases are when JavaScript is off', async () => {
    const opened = await openText(browser, small, { javaScriptEnabled: false })
    expect(await opened.page.locator('noscript p').isVisible()).toBe(true)
    expect(await opened.page.locator('button:visible, input:visible').count()).toBe(0)
  })
})
