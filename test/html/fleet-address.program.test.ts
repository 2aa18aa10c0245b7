import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fleetPageOf } from '../support/fleet-page.ts'
import { manyCases } from '../support/many-cases.ts'
import { openText, startBrowser } from '../support/programs/browser.ts'
import { requires } from '../support/requires.ts'

const { skip, title } = requires('chromium')

/** 900 bundles: every third with stuck messages, seven channels. */
const text = fleetPageOf(manyCases(900), () => 'case.html')

describe.skipIf(skip)(`the address of a fleet page${title}`, () => {
  let browser: Browser
  let page: Page
  let problems: readonly string[]
  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    ;({ page, problems } = await openText(browser, text))
    return () => expect(problems).toEqual([])
  })

  const fragment = () => page.evaluate<string>('location.hash')
  /** What the reader sees of the state. */
  const shown = async () => ({
    find: await page.locator('#find').inputValue(),
    state: await page.locator('#by-sum').inputValue(),
    rule: await page.locator('#by-cause').inputValue(),
    channel: await page.locator('#by-channel').inputValue(),
    order: await page.locator('#by-order').inputValue(),
    count: await page.locator('#case-count').textContent(),
    place: await page.locator('#case-place').textContent(),
    cases: await page.locator('#case-table tbody th code').allTextContents(),
  })
  const goTo = (address: string) =>
    page.evaluate(`location.href = ${JSON.stringify(address)}`).then(() => settle())
  /** Events of the history are sent after the change. */
  const settle = () => page.evaluate('new Promise((done) => setTimeout(done, 50))')

  it('contains filter, order and page, and a copy of it restores them', async () => {
    await page.getByLabel('Find').fill('contoso 16.0.7')
    await page.locator('#by-sum').selectOption('affected')
    await page.locator('#by-cause').selectOption('spool-message-stuck')
    await page.getByRole('button', { name: 'Stuck', exact: true }).click()
    await page.getByRole('button', { name: 'Next' }).click()
    const [address, before] = [await page.evaluate<string>('location.href'), await shown()]
    expect(await fragment()).toBe(
      '#cases?find=contoso+16.0.7&state=affected&rule=spool-message-stuck&sort=-stuck&page=2',
    )
    await page.goto('about:blank')
    await page.goto(address)
    expect(await shown()).toEqual(before)
    expect(await page.locator('th[aria-sort="descending"]').textContent()).toBe('Stuck')
    await page.reload()
    expect(await shown()).toEqual(before)
  })

  it('contains names with any characters', async () => {
    const name = '100% “x” &=#?+ 田中 \u{1f600}'
    await page.getByLabel('Find').fill(name)
    const address = await page.evaluate<string>('location.href')
    await page.goto('about:blank')
    await page.goto(address)
    expect((await shown()).find).toBe(name)
  })

  it('goes back and forward through filters and pages', async () => {
    const states = [await shown()]
    const record = async () => states.push(await shown())
    await page.locator('#by-channel').selectOption('Channel 3')
    await record()
    await page.getByRole('button', { name: 'Next' }).click()
    await record()
    await page.getByRole('link', { name: 'show cases of spool-message-stuck' }).click()
    await settle()
    await record()
    await page.getByRole('button', { name: 'User', exact: true }).click()
    await record()
    expect(new Set(states.map((state) => JSON.stringify(state))).size).toBe(5)
    for (const expected of states.slice(0, -1).reverse()) {
      await page.goBack()
      await settle()
      expect(await shown()).toEqual(expected)
    }
    for (const expected of states.slice(1)) {
      await page.goForward()
      await settle()
      expect(await shown()).toEqual(expected)
    }
  })

  it('keeps the filter while the reader jumps to parts of the page', async () => {
    await page.locator('#by-sum').selectOption('affected')
    const filtered = await shown()
    await page.locator('nav.parts a', { hasText: 'Builds by channel' }).click()
    await settle()
    expect([await fragment(), await shown()]).toEqual(['#builds', filtered])
    await page.getByRole('button', { name: 'Show all' }).click()
    expect(await fragment()).toBe('#cases')
    await page.goBack()
    await settle()
    expect([await fragment(), await shown()]).toEqual(['#builds', filtered])
  })

  it('makes one step in the history of words that are typed at once', async () => {
    const length = () => page.evaluate<number>('history.length')
    const before = await length()
    await page.getByLabel('Find').pressSequentially('user12')
    expect([await length(), await fragment()]).toEqual([before + 1, '#cases?find=user12'])
    await page.goBack()
    await settle()
    expect((await shown()).count).toBe('900 cases')
  })

  it.each([
    ['nothing', '#cases?'],
    ['a percent sign', '#cases?find=%'],
    ['half a character and a prototype', '#cases?find=%E0%A4%A&sort=__proto__&page=1e9'],
    ['markup', '#cases?rule=<img src=x onerror=alert(1)>&state=none&channel=constructor'],
    ['unknown names', '#cases?sort=--user&page=-1&page=2&unknown=%00%ff'],
    ['long values', `#cases?page=${'9'.repeat(400)}&rule=${'x'.repeat(5000)}`],
    ['a part that does not exist', '#toString'],
    ['a percent sign alone', '#%'],
    ['a script', '#<script>alert(1)</script>'],
  ])('ignores what is not valid: %s', async (_, garbage) => {
    await goTo(garbage)
    const { find, state, rule, channel, order, count } = await shown()
    expect([state, rule, channel, order]).toEqual(['', '', '', ''])
    // Words to find may be any text: these are in no case.
    expect(count).toBe(find === '' ? '900 cases' : '0 of 900 cases')
    await page.reload()
    expect(await page.locator('#case-table').isVisible()).toBe(true)
  })

  it('takes the last page for one that does not exist, and writes it', async () => {
    await goTo('#cases?page=99999')
    expect((await shown()).place).toBe('851 – 900 of 900')
    expect(await fragment()).toBe('#cases?page=18')
  })

  it('shows the cases when an address is opened', async () => {
    const address = await page.evaluate<string>('location.href')
    await page.goto('about:blank')
    await page.goto(`${address}#cases?rule=spool-message-stuck`)
    const top = () =>
      page.evaluate<number>('document.getElementById("cases").getBoundingClientRect().top')
    await expect.poll(top).toBeLessThan(200)
  })
})
