import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BatchLine } from '../../src/model/batch-line.ts'
import { facts, flaggedVerdict, judgedBatchLine, sampleFleet } from '../support/batch-lines.ts'
import { diagnosedFleet } from '../support/diagnosed-fleet.ts'
import { fleetPageOf } from '../support/fleet-page.ts'
import { manyCases } from '../support/many-cases.ts'
import { openText, startBrowser } from '../support/programs/browser.ts'
import { pdfPages } from '../support/programs/poppler.ts'
import { requires } from '../support/requires.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const { skip, title } = requires('chromium')
const poppler = requires('poppler')

const LONG_USER = 'sip:firstname.lastname-with-a-very-long-name@emea.subsidiary.contoso.example'
const ONE_WORD = `${'x'.repeat(180)}@contoso.example`

/** Cases with names as long as people have them, and longer. */
const longNames = (): BatchLine[] => [
  ...[LONG_USER, ONE_WORD, `${LONG_USER}, ${ONE_WORD}, kim@contoso.example`].map((users, number) =>
    judgedBatchLine(`cases/${'folder-'.repeat(20)}/PC-${number}.zip`, {
      asOf: { time: `2016-06-0${number + 1}T12:00:00.000Z`, from: 'manifest' },
      verdicts: [flaggedVerdict('spool-message-stuck', 12_345), flaggedVerdict('y'.repeat(90))],
      facts: facts({
        users,
        clientBuild: `16.0.1234${number}.56789`,
        updateChannel: 'Deferred (now Semi-Annual Enterprise) with more words',
        server: `Skype for Business Server 2015 with a long name 6.0.9319.${number}`,
        oldestSpooled: '2016-05-10T11:00:00.000Z',
      }),
    }),
  ),
  ...sampleFleet(),
  ...diagnosedFleet(),
]
const linkTo = () => 'case.html'
const small = fleetPageOf(longNames(), linkTo)

/** 60 days: none on the days 20 to 39, and two causes on some days. */
const sixtyDays = (): BatchLine[] =>
  Array.from({ length: 60 }, (_, day) => day)
    .filter((day) => day < 20 || day >= 40)
    .flatMap((day) =>
      Array.from({ length: (day % 4) + 1 }, (_, number) =>
        judgedBatchLine(`PC-${day}-${number}`, {
          asOf: { time: new Date(Date.UTC(2016, 11, 1 + day, 6)).toISOString(), from: 'manifest' },
          verdicts: [
            flaggedVerdict('clock-skew'),
            ...(day % 3 === 0 ? [flaggedVerdict('offline-im-disabled')] : []),
          ],
        }),
      ),
    )

describe.skipIf(skip)(`the layout of a fleet page${title}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())

  const open = async (text: string, width: number): Promise<Page> =>
    (await openText(browser, text, { viewport: { width, height: 900 } })).page

  it.each([390, 800, 1280, 1920])(
    'fits a screen %i wide, without a region to scroll',
    async (width) => {
      const page = await open(small, width)
      await page.evaluate(
        "for (const details of document.querySelectorAll('details')) details.open = true",
      )
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
      const wider = `[...document.querySelectorAll('#case-table, .scrolled:has(.cards)')]
      .filter((part) => part.scrollWidth > part.clientWidth + 1 && !part.querySelector('.heat'))
      .map((part) => part.id || part.getAttribute('aria-label'))`
      expect(await page.evaluate(wider)).toEqual([])
    },
  )

  it.each([390, 1280, 1920])('cuts no user off at %i, and gives it room', async (width) => {
    const page = await open(small, width)
    await page.getByLabel('Find').fill('a-very-long-name')
    const [cell] = await page.locator('#case-table tbody td.users').all()
    expect(await cell?.textContent()).toBe(LONG_USER)
    const measured = await page.evaluate(`(() => {
      const cell = document.querySelector('#case-table tbody td.users')
      const user = cell.querySelector('bdi')
      const lineHeight = Number.parseFloat(getComputedStyle(user).lineHeight)
      return {
        lines: Math.round(user.getBoundingClientRect().height / lineHeight),
        isCut: user.scrollWidth > user.clientWidth || cell.scrollWidth > cell.clientWidth,
      }
    })()`)
    expect(measured).toMatchObject({ isCut: false })
    expect((measured as { lines: number }).lines).toBeLessThanOrEqual(4)
  })

  it('shows each case as a card with labels at 390, sorted by a list', async () => {
    const page = await open(small, 390)
    const first = page.locator('#case-table tbody tr').first()
    expect((await first.boundingBox())?.width).toBeLessThan(360)
    expect(await page.locator('#case-table thead').isVisible()).toBe(false)
    const label = `getComputedStyle(document.querySelector('#case-table td.users'), '::before').content`
    expect(await page.evaluate(label)).toBe('"User"')
    await page.getByLabel('Sort').selectOption('-stuck')
    expect(await first.locator('td.number').textContent()).toBe('12345')
  })

  it('draws the cases of each day and cause as they are in the results', async () => {
    const page = await open(fleetPageOf(sixtyDays(), linkTo), 1280)
    const rows = (await page.evaluate(`(() => {
      const table = document.querySelector('#trend table')
      const labels = [...table.tHead.rows[0].cells].map(({ textContent }) => textContent)
      return [...table.tBodies[0].rows].map((row) =>
        Object.fromEntries([...row.cells].map(({ textContent }, index) => [labels[index], textContent])))
    })()`)) as Record<string, string>[]
    const days = new Map<string, { all: number; clock: number; off: number }>()
    for (const { report } of sixtyDays()) {
      const day = report?.asOf?.time.slice(0, 10) ?? ''
      const count = days.get(day) ?? { all: 0, clock: 0, off: 0 }
      days.set(day, count)
      count.all += 1
      count.clock += 1
      if (report?.verdicts.some(({ rule }) => rule === 'offline-im-disabled')) count.off += 1
    }
    expect(rows).toEqual(
      [...days].map(([day, { all, clock, off }]) => ({
        Collected: day,
        'All cases': String(all),
        'clock-skew': String(clock),
        'offline-im-disabled': off === 0 ? '' : String(off),
      })),
    )
    const titles = await page.locator('#trend svg.wide rect title').allTextContents()
    expect(titles.slice(0, days.size)).toEqual(
      [...days].map(([day, { all }]) => `${day}: ${all} case${all === 1 ? '' : 's'}`),
    )
    expect(await page.locator('#trend figcaption').textContent()).toContain(
      '20 days without a case.',
    )
  })

  it('draws gaps as gaps, and bars inside the picture', async () => {
    const page = await open(fleetPageOf(sixtyDays(), linkTo), 1280)
    const bars =
      (await page.evaluate(`[...document.querySelectorAll('#trend svg.wide rect.covered')]
      .map((bar) => ({ x: bar.x.baseVal.value, width: bar.width.baseVal.value }))`)) as {
        x: number
        width: number
      }[]
    const steps = bars.slice(1).map(({ x }, index) => x - (bars[index]?.x ?? 0))
    const step = Math.min(...steps)
    expect(steps.filter((distance) => distance > step * 1.5)).toHaveLength(1)
    expect(Math.max(...steps) / step).toBeCloseTo(21, 0)
    expect(Math.max(...bars.map(({ x, width }) => x + width))).toBeLessThan(960)
  })

  it('names a single day', async () => {
    const page = await open(fleetPageOf(sixtyDays().slice(0, 1), linkTo), 1280)
    expect(await page.locator('#trend p').textContent()).toBe(
      'The case was collected on 2016-12-01. A trend needs several days. ',
    )
  })
})

describe.skipIf(skip || poppler.skip)(`a printed fleet page${title || poppler.title}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())

  const print = async (text: string, act?: (page: Page) => Promise<unknown>) => {
    const { page, problems } = await openText(browser, text)
    await act?.(page)
    const path = join(temporaryFolder('printed'), 'fleet.pdf')
    await page.pdf({ path, format: 'A4' })
    const pages = pdfPages(path)
    const rows = await page.locator('#case-table tbody tr').count()
    expect(problems).toEqual([])
    return { pages, text: pages.join('\n'), rows }
  }
  /** Text without spaces and line ends, because long names are wrapped. */
  const joined = (text: string) => text.replace(/\s+/g, '')
  const casesIn = (text: string) => new Set(joined(text).match(/PC-\d+\.zip/g))
  const many = fleetPageOf(manyCases(3000), linkTo)

  it('contains all cases of a small fleet, and its names are readable', async () => {
    const { text, pages } = await print(small)
    expect(text).toContain('Printed: all 29 cases.')
    const names = new Set(small.match(/PC-\d+\.zip/g))
    expect([...names].filter((name) => !casesIn(text).has(name))).toEqual([])
    expect(joined(text)).toContain(LONG_USER)
    expect(pages.length).toBeLessThan(20)
    // Text that is squeezed into a narrow column has lines of a letter or two.
    const short = text.split('\n').filter((line) => /^\s*\p{L}{1,2}\s*$/u.test(line))
    expect(short.length).toBeLessThan(5)
  })

  it('contains the first 500 of many cases, says so, and shows 50 again afterwards', async () => {
    const { text, pages, rows } = await print(many)
    expect(text).toContain('Printed: the first 500 of 3,000 cases.')
    expect(joined(text).match(/Collected2016-/g)).toHaveLength(500)
    expect(pages.length).toBeLessThan(60)
    expect(rows).toBe(50)
  })

  it('contains the cases as filtered', async () => {
    const { text } = await print(many, async (page) => {
      await page.getByLabel('Find').fill('PC-29')
      const header = page.getByRole('button', { name: 'Case', exact: true })
      await header.click()
      await header.click()
    })
    expect(text).toContain('Printed: all 111 cases, as filtered from 3,000.')
    const table = text.slice(text.indexOf('Printed:'))
    expect([...casesIn(table)].filter((name) => name.startsWith('PC-29'))).toHaveLength(111)
    expect(table.indexOf('PC-2999.zip')).toBeLessThan(table.indexOf('PC-2900.zip'))
  })
})
