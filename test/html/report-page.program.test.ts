import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { htmlReport } from '../../src/reports/html/html-report.ts'
import {
  clipboardText,
  findAccessibilityProblems,
  openText,
  startBrowser,
} from '../support/programs/browser.ts'
import { reportWithTimeline } from '../support/report-with-timeline.ts'
import { requires } from '../support/requires.ts'

const { skip, title } = requires('chromium')
const text = htmlReport(reportWithTimeline())

describe.skipIf(skip)(`a report in a browser${title}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())

  it.each(['light', 'dark'] as const)(
    'has no serious accessibility problem, requests nothing and logs nothing: %s',
    async (colorScheme) => {
      const { page, problems } = await openText(browser, text, { colorScheme })
      await page.evaluate(
        "for (const details of document.querySelectorAll('details')) details.open = true",
      )
      expect(await findAccessibilityProblems(page)).toEqual([])
      expect(problems).toEqual([])
    },
  )

  it.each([1280, 390, 320])('fits a screen %i wide without scrolling sideways', async (width) => {
    const { page } = await openText(browser, text, { viewport: { width, height: 800 } })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    expect(await page.locator('.picture > svg:visible').count()).toBe(
      await page.locator('.picture').count(),
    )
  })

  it('copies the commands of a step by keyboard', async () => {
    const { page, problems } = await openText(browser, text, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const commands = page.locator('.commands').first()
    const button = commands.getByRole('button', { name: /^Copy the command/ })
    await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    await button.focus()
    await page.keyboard.press('Enter')
    await page.getByText('Copied', { exact: true }).first().waitFor()
    expect(await clipboardText(page)).toBe(await commands.locator('code').textContent())
    expect(problems).toEqual([])
  })

  it('sorts the inputs by a column in both directions, and announces it', async () => {
    const { page } = await openText(browser, text)
    await page.getByRole('heading', { name: /^Inputs/ }).click()
    const bytes = () =>
      page.evaluate<number[]>(
        "[...document.querySelectorAll('table.inputs td:nth-child(3)')].map((cell) => Number(cell.dataset.sort))",
      )
    const before = await bytes()
    await page.getByRole('button', { name: 'Bytes' }).click()
    expect(await bytes()).toEqual([...before].sort((left, right) => right - left))
    expect(await page.locator('th[aria-sort="descending"]').textContent()).toBe('Bytes')
    await page.getByRole('button', { name: 'Bytes' }).press('Space')
    expect(await bytes()).toEqual([...before].sort((left, right) => left - right))
    expect(await page.locator('#said').textContent()).toBe('Sorted by Bytes, ascending')
  })

  it('filters by words, and shows all again on Escape', async () => {
    const { page } = await openText(browser, text)
    const entries = await page.locator('[data-entry]').count()
    await page.getByLabel('Filter').focus()
    await page.keyboard.type('tracerpt TRACE.csv')
    const left = await page.locator('[data-entry]:visible').allTextContents()
    expect(left.length).toBeGreaterThan(0)
    expect(left.length).toBeLessThan(entries)
    for (const entry of left) expect(entry.toLowerCase()).toContain('trace.csv')
    expect(await page.locator('#filter-count').textContent()).toBe(`${left.length} of ${entries}`)
    await page.keyboard.press('Escape')
    expect(await page.locator('[data-entry]:not([hidden])').count()).toBe(entries)
  })

  it('can be used by keyboard: the first link skips to the content, and the focus is visible', async () => {
    const { page } = await openText(browser, text)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    expect(page.url()).toMatch(/#main$/)
    for (let stop = 0; stop < 15; stop += 1) {
      await page.keyboard.press('Tab')
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe(
        'none',
      )
    }
  })

  it('is complete without JavaScript, and has no button that does nothing', async () => {
    const { page, problems } = await openText(browser, text, { javaScriptEnabled: false })
    expect(await page.locator('button:visible, input:visible').count()).toBe(0)
    expect(await page.locator('article.verdict').count()).toBeGreaterThan(2)
    expect(problems).toEqual([])
  })

  it('opens everything that is collapsed for printing', async () => {
    const { page } = await openText(browser, text)
    const opened = await page.locator('details[open]').count()
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(await page.locator('details:not([open], [data-screen-only])').count()).toBe(0)
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(await page.locator('details[open]').count()).toBe(opened)
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(20_000)
  })
})
