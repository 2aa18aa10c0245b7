import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { htmlReport } from '../../src/reports/html/html-report.ts'
import { diagnosedReport } from '../support/diagnosed-report.ts'
import {
  clipboardText,
  findAccessibilityProblems,
  openText,
  startBrowser,
} from '../support/programs/browser.ts'
import { reportWithTimeline } from '../support/report-with-timeline.ts'
import { requires } from '../support/requires.ts'

const { skip, title } = requires('chromium')
const CASES = readdirSync(join('samples', 'whole'))

/** Returns the page that the program makes of a sample. */
function pageOfSample(name: string): string {
  const args = ['analyze', join('samples', 'whole', name), '--format', 'html', '--fail-on', 'never']
  return spawnSync(process.execPath, ['dist/cli.js', ...args], { encoding: 'utf8' }).stdout
}

const openAll = (page: Page) =>
  page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")

/** Bottom edges of the elements, in pixels from the top of the page. */
const bottomEdges = (page: Page, selectors: readonly string[]): Promise<(number | null)[]> =>
  page.evaluate(
    `${JSON.stringify(selectors)}.map((selector) =>
      document.querySelector(selector)?.getBoundingClientRect().bottom ?? null)`,
  )

const scrollWidth = (page: Page) => page.evaluate('document.documentElement.scrollWidth')

interface Box {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Places of the texts of the timeline, in pixels. */
const labelBoxes = (page: Page): Promise<Box[]> =>
  page.evaluate(
    `[...document.querySelectorAll('.times .picture > svg text')].map((label) => {
      const { left, right, top, bottom } = label.getBoundingClientRect()
      return { text: label.textContent, left, right, top, bottom }
    }).filter(({ left, right }) => right > left)`,
  )

/** The texts of boxes that overlap others. Lines of text are higher than their letters. */
const overlaps = (boxes: readonly Box[]): string[] =>
  boxes.flatMap((box, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (other) =>
          box.left < other.right &&
          other.left < box.right &&
          box.top + 4 < other.bottom &&
          other.top + 4 < box.bottom,
      )
      .map((other) => `${box.text} / ${other.text}`),
  )

const countPdfPages = (pdf: Buffer): number =>
  (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length

describe.skipIf(skip)(`the page of a case in a browser${title}`, () => {
  let browser: Browser
  const pages = new Map<string, string>()
  beforeAll(async () => {
    browser = await startBrowser()
    for (const name of CASES) pages.set(name, pageOfSample(name))
  })
  afterAll(() => browser?.close())
  const openSample = (name: string, options?: BrowserContextOptions) =>
    openText(browser, pages.get(name) ?? '', options)

  describe.each(CASES)('%s', (name) => {
    it('shows answer, plan and timeline on the first screen of 1280 × 720', async () => {
      const { page } = await openSample(name, { viewport: { width: 1280, height: 720 } })
      const edges = await bottomEdges(page, ['.answer', '.plan > :last-child', '.times svg.wide'])
      for (const edge of edges) {
        expect(edge).toBeGreaterThan(0)
        expect(edge).toBeLessThanOrEqual(720)
      }
    })

    it('overflows nowhere, and no labels of its timeline overlap, at any width', async () => {
      const { page } = await openSample(name)
      for (const width of [1920, 1280, 1000, 390]) {
        await page.setViewportSize({ width, height: 844 })
        expect(await scrollWidth(page)).toBe(width)
        const boxes = await labelBoxes(page)
        expect(boxes.length).toBeGreaterThan(3)
        expect(overlaps(boxes), `at ${width} pixels`).toEqual([])
      }
      await openAll(page)
      for (const width of [390, 1000, 1280, 1920]) {
        await page.setViewportSize({ width, height: 844 })
        expect(await scrollWidth(page)).toBe(width)
      }
    })

    it('prints on two A4 pages', async () => {
      const { page } = await openSample(name)
      const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true })
      expect(countPdfPages(pdf)).toBeLessThanOrEqual(2)
    })
  })

  it.each([
    ['stuck-on-premises', 'light'],
    ['two-users', 'dark'],
    ['healthy', 'light'],
    ['logs-that-prove-little', 'dark'],
  ] as const)('has no serious accessibility problem: %s, %s', async (name, colorScheme) => {
    const { page, problems } = await openSample(name, { colorScheme })
    await openAll(page)
    expect(await findAccessibilityProblems(page)).toEqual([])
    expect(problems).toEqual([])
  })

  it('labels the failures of a case in its timeline', async () => {
    const { page } = await openSample('stuck-on-premises')
    const labels = await page.locator('.times svg.wide .mark-label').allTextContents()
    expect(labels.sort()).toEqual([
      'ErrorMailboxStoreUnavailable',
      'ErrorServerBusy',
      'ErrorServerBusy',
    ])
  })

  it('prints the plan with its commands, and what is folded', async () => {
    const { page } = await openSample('stuck-on-premises')
    await page.emulateMedia({ media: 'print' })
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for (const [part, shown] of [
      ['.steps code', 'OfficeC2RClient.exe'],
      ['#case-clear strong', 'IM auto-archiving: on'],
      ['#case-facts dt', 'Update channel'],
    ] as const)
      expect(await page.locator(part, { hasText: shown }).isVisible()).toBe(true)
    expect(
      await page.locator('button:not(.sort):visible, nav:visible, select:visible').count(),
    ).toBe(0)
    expect(await page.getByText('Not printed, but in the page').isVisible()).toBe(true)
  })

  it('prints what is folded without its script too', async () => {
    const [withScript, without] = await Promise.all(
      [true, false].map(async (javaScriptEnabled) => {
        const { page } = await openSample('stuck-on-premises', { javaScriptEnabled })
        return page.pdf({ format: 'A4', preferCSSPageSize: true })
      }),
    )
    expect(countPdfPages(without ?? Buffer.of())).toBe(countPdfPages(withScript ?? Buffer.of()))
  })

  it('opens a folded part when a link leads to it', async () => {
    const { page } = await openSample('stuck-on-premises')
    const fold = page.locator('#case-clear')
    expect(await fold.getAttribute('open')).toBeNull()
    await page.getByRole('link', { name: '16 passed' }).press('Enter')
    await page.getByText('IM auto-archiving: on').waitFor()
    expect(await fold.getAttribute('open')).not.toBeNull()
    // Again after it was closed: the address stays the same.
    await fold.locator('summary').first().press('Enter')
    await page.getByRole('link', { name: '16 passed' }).press('Enter')
    expect(await fold.getAttribute('open')).not.toBeNull()
  })

  it('opens folded parts by keyboard without its script', async () => {
    const { page } = await openSample('stuck-on-premises', { javaScriptEnabled: false })
    const summary = page.locator('#case-facts > summary')
    expect(await page.getByText('Update channel').isVisible()).toBe(false)
    await summary.press('Enter')
    expect(await page.getByText('Update channel').isVisible()).toBe(true)
  })

  it('shows the details of all steps at once, and hides them again', async () => {
    const { page } = await openSample('stuck-on-premises')
    const openSteps = page.locator('.plan details[open]')
    expect(await openSteps.count()).toBe(0)
    await page.getByRole('button', { name: 'Show details' }).click()
    expect(await openSteps.count()).toBe(7)
    await page.getByRole('button', { name: 'Hide details' }).click()
    expect(await openSteps.count()).toBe(0)
  })

  describe('copying', () => {
    const permissions = ['clipboard-read', 'clipboard-write']

    it('copies the whole plan as text', async () => {
      const { page } = await openSample('stuck-on-premises', { permissions })
      await page.getByRole('button', { name: 'Copy plan' }).click()
      await page.getByRole('button', { name: 'Copied' }).waitFor()
      const copied = await clipboardText(page)
      expect(copied.match(/^\d\. /gm)).toEqual(['1. ', '5. ', '6. ', '2. ', '3. ', '4. ', '7. '])
      expect(copied).toContain('\n    Test-WebServicesConnectivity -Identity "kim@contoso.example"')
      expect(copied).not.toContain('<')
      await page.getByRole('button', { name: 'Copy plan' }).waitFor()
    })

    it('copies each command alone', async () => {
      const { page } = await openSample('ews-unavailable', { permissions })
      await openAll(page)
      const commands = page.locator('.plan .commands')
      expect(await commands.count()).toBe(6)
      for (const command of await commands.all()) {
        await command.getByRole('button').click()
        await command.getByText('Copied').waitFor()
        expect(await clipboardText(page)).toBe(await command.locator('code').textContent())
      }
    })

    it('copies where the page has no clipboard, as from a disk in some browsers', async () => {
      const { page } = await openSample('stuck-on-premises', { permissions })
      await page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })",
      )
      const button = page.getByRole('button', { name: 'Copy plan' })
      await button.focus()
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Copied' }).waitFor()
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Copied')
      await page.evaluate('delete navigator.clipboard')
      expect(await clipboardText(page)).toContain('1. Copy the spool')
    })

    it('selects the text where the browser allows no copy at all', async () => {
      const { page } = await openSample('stuck-on-premises')
      await page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false",
      )
      await page.getByRole('button', { name: 'Copy plan' }).click()
      expect(await page.locator('#said').textContent()).toBe('Selected: copy it with Ctrl+C')
      expect(await page.evaluate('getSelection().toString()')).toContain('1. Copy the spool')
    })
  })

  describe('the theme', () => {
    const background = (page: Page) =>
      page.evaluate('getComputedStyle(document.body).backgroundColor')
    const [LIGHT, DARK] = ['rgb(246, 247, 249)', 'rgb(17, 21, 26)']
    const theme = (page: Page) => page.getByLabel('Theme')

    it.each([
      ['light', LIGHT],
      ['dark', DARK],
    ] as const)('follows the system until one is chosen: %s', async (colorScheme, color) => {
      const { page } = await openSample('healthy', { colorScheme })
      expect(await theme(page).inputValue()).toBe('system')
      expect(await background(page)).toBe(color)
      await theme(page).selectOption('dark')
      expect(await background(page)).toBe(DARK)
      await theme(page).selectOption('light')
      expect(await background(page)).toBe(LIGHT)
      await theme(page).selectOption('system')
      expect(await background(page)).toBe(color)
    })

    it('is remembered', async () => {
      const { page } = await openSample('healthy', { colorScheme: 'light' })
      await theme(page).selectOption('dark')
      await page.reload()
      expect(await theme(page).inputValue()).toBe('dark')
      expect(await background(page)).toBe(DARK)
    })

    it('can be chosen where the page may store nothing', async () => {
      const { page, problems } = await openSample('healthy', { colorScheme: 'light' })
      await page.addInitScript(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('not allowed') } })",
      )
      await page.reload()
      await theme(page).selectOption('dark')
      expect(await background(page)).toBe(DARK)
      expect(problems).toEqual([])
    })

    it('ignores a stored theme that does not exist', async () => {
      const { page, problems } = await openSample('healthy', { colorScheme: 'light' })
      await page.evaluate("localStorage.setItem('spoolscope-theme', '\"><img src=x>')")
      await page.reload()
      expect(await theme(page).inputValue()).toBe('system')
      expect(await background(page)).toBe(LIGHT)
      expect(problems).toEqual([])
    })

    it('follows the system without its script, and has no switch', async () => {
      const options = { colorScheme: 'dark', javaScriptEnabled: false } as const
      const { page } = await openSample('healthy', options)
      expect(await theme(page).count()).toBe(0)
      expect(await background(page)).toBe(DARK)
    })

    it('is always light on paper', async () => {
      const { page } = await openSample('healthy', { colorScheme: 'dark' })
      await theme(page).selectOption('dark')
      await page.emulateMedia({ media: 'print' })
      expect(await page.evaluate('getComputedStyle(document.querySelector("h1")).color')).toBe(
        'rgb(26, 33, 43)',
      )
    })
  })

  it.each([
    [
      'of a report with several cases',
      { ...diagnosedReport(), cases: [...diagnosedReport().cases, ...diagnosedReport().cases] },
    ],
    ['of a report of an earlier version', reportWithTimeline()],
  ])('fits its screen and has no accessibility problem: a page %s', async (_, report) => {
    const { page, problems } = await openText(browser, htmlReport(report), {
      viewport: { width: 390, height: 844 },
    })
    await openAll(page)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    expect(await findAccessibilityProblems(page)).toEqual([])
    expect(problems).toEqual([])
  })
})
