import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { fleetPageOf } from '../support/fleet-page.ts'
import { limitTest } from '../support/limits/limit-test.ts'
import { manyCases } from '../support/many-cases.ts'
import { openText, startBrowser } from '../support/programs/browser.ts'
import { requires } from '../support/requires.ts'

const { skip, title } = requires('chromium')

describe.skipIf(skip)(`the table of cases in a browser${title}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())

  limitTest('reports/html/browser/case-table.ts MAX_PRINTED_ROWS', {
    at: async (value) =>
      expect(await print(value)).toEqual({ rows: value, note: 'Printed: all 500 cases.' }),
    beyond: async (value) =>
      expect(await print(value + 1)).toEqual({
        rows: value,
        note: 'Printed: the first 500 of 501 cases.',
      }),
  })

  /** The rows that are printed of a table of so many cases, and what the page says of them. */
  async function print(count: number) {
    const { page } = await openText(
      browser,
      fleetPageOf(manyCases(count), () => 'case.html'),
    )
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    return {
      rows: await page.locator('#case-table tbody tr').count(),
      note: await page.locator('#case-printed').textContent(),
    }
  }
})
