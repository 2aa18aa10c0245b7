import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe, { type AxeResults } from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { onTestFinished, TestRunner } from 'vitest'
import { CHROMIUM } from '../../../bench/chromium.ts'
import { temporaryFolder } from '../temporary-folder.ts'

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })

export interface OpenedPage {
  readonly page: Page
  /** Requests, errors, dialogs and other events that must not happen, as they happen. */
  readonly problems: readonly string[]
}

/**
 * Writes a page to a file and opens it from there, as a reader would. It is closed, or shows another
 * text, when the test ends.
 */
export function openText(
  browser: Browser,
  text: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const path = join(temporaryFolder('page'), 'page.html')
  writeFileSync(path, text)
  return openPage(browser, path, options)
}

/** A page with the usual options, which tests of one browser use in turn: making one takes a second. */
interface SharedPage {
  readonly page: Page
  isInUse: boolean
  show(path: string): Promise<readonly string[]>
}
const sharedPages = new WeakMap<Browser, SharedPage>()
const VIEWPORT = { width: 1280, height: 720 }

async function openPage(
  browser: Browser,
  path: string,
  options: BrowserContextOptions,
): Promise<OpenedPage> {
  const { viewport, ...others } = options
  // A page that a hook opens serves several tests.
  const isInTest = TestRunner.getCurrentTest() !== undefined
  if (!isInTest || Object.keys(others).length > 0)
    return openOwnPage(browser, path, options, isInTest)
  const shared = sharedPages.get(browser) ?? (await createPage(browser, {}))
  if (shared.isInUse) return openOwnPage(browser, path, options, isInTest)
  sharedPages.set(browser, shared)
  shared.isInUse = true
  const { page } = shared
  onTestFinished(async () => {
    await page.evaluate('localStorage.clear()')
    await page.emulateMedia({ media: null, colorScheme: null })
    shared.isInUse = false
  })
  await page.setViewportSize(viewport ?? VIEWPORT)
  return { page, problems: await shared.show(path) }
}

async function openOwnPage(
  browser: Browser,
  path: string,
  options: BrowserContextOptions,
  isInTest: boolean,
): Promise<OpenedPage> {
  const { page, show } = await createPage(browser, options)
  // Pages that stay open slow down all later ones.
  if (isInTest) onTestFinished(() => page.context().close())
  return { page, problems: await show(path) }
}

async function createPage(browser: Browser, options: BrowserContextOptions): Promise<SharedPage> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  let href = ''
  let problems: string[] = []
  await context.route('**/*', (route) => {
    const url = route.request().url()
    if (url === href) return route.continue()
    problems.push(`requested ${url}`)
    return route.abort()
  })
  page.on('console', (message) => problems.push(`console ${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`))
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`)
    return dialog.dismiss()
  })
  context.on('page', (other) => problems.push(`opened ${other.url()}`))
  return {
    page,
    isInUse: false,
    async show(path) {
      problems = []
      const shown = problems
      href = pathToFileURL(path).href
      await page.goto(href)
      return shown
    },
  }
}

/** Describes the serious and critical violations that axe-core finds. */
export async function findAccessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations, passes } = (await page.evaluate('axe.run()')) as AxeResults
  if (passes.length < 10) throw new Error(`axe checked only ${passes.length} rules`)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 5).map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    )
}

/** Returns the text of the clipboard. The context needs the permission `clipboard-read`. */
export const clipboardText = (page: Page): Promise<string> =>
  page.evaluate('navigator.clipboard.readText()')
