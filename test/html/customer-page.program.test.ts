import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { summarizeForCustomer } from '../../src/reports/customer/customer-summary.ts'
import { customerPage } from '../../src/reports/html/customer-page.ts'
import { ATTACKS } from '../support/attacks/attacks.ts'
import { diagnosedReport } from '../support/diagnosed-report.ts'
import {
  clipboardText,
  findAccessibilityProblems,
  openText,
  startBrowser,
} from '../support/programs/browser.ts'
import { requires } from '../support/requires.ts'

const { skip, title } = requires('chromium')
const tool = { name: 'spoolscope', version: '0.1.0' }
const [report] = diagnosedReport().cases
if (report === undefined) throw new Error('the report has a case')
const summary = summarizeForCustomer(report)
const text = customerPage(summary, tool)

describe.skipIf(skip)(`a summary for a customer in a browser${title}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())

  it.each(['light', 'dark'] as const)(
    'has no serious accessibility problem, requests nothing and logs nothing: %s',
    async (colorScheme) => {
      const { page, problems } = await openText(browser, text, { colorScheme })
      expect(await findAccessibilityProblems(page)).toEqual([])
      expect(problems).toEqual([])
      expect(await page.locator('.answer p').count()).toBe(summary.sentences.length)
      expect(await page.locator('.steps > li').count()).toBe(summary.steps.length)
    },
  )

  it.each([1280, 390, 320])('fits a screen %i wide without scrolling sideways', async (width) => {
    const { page } = await openText(browser, text, { viewport: { width, height: 800 } })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
  })

  it('copies a command', async () => {
    const { page } = await openText(browser, text, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const commands = page.locator('.commands').first()
    await commands.getByRole('button').click()
    await page.getByText('Copied', { exact: true }).first().waitFor()
    expect(await clipboardText(page)).toBe(await commands.locator('code').textContent())
  })

  it('shows attacks as text', async () => {
    const pageOf = (texts: readonly string[]) =>
      customerPage(
        {
          sentences: texts,
          steps: texts.map((attack) => ({
            text: attack,
            commands: [attack],
            check: attack,
            isAfterOthers: true,
          })),
        },
        tool,
      )
    const elementsOf = async (content: string) => {
      const { page, problems } = await openText(browser, content)
      expect(problems).toEqual([])
      return page.evaluate("document.querySelectorAll('*').length")
    }
    expect(await elementsOf(pageOf(ATTACKS))).toBe(await elementsOf(pageOf(ATTACKS.map(() => 'a'))))
  })
})
