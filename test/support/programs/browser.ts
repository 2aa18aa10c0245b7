import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe, { type AxeResults } from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { getCurrentTest } from 'vitest/suite'
import { temporaryFolder } from '../temporary-folder.ts'
import { CHROMIUM } from './chromium.ts'

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })

export interface OpenedPage {
  readonly page: Page
  /** Requests, errors, dialogs and other events that must not happen, as they happen. */
  readonly problems: readonly string[]
}

/** Writes a page to a file and opens it from there, as a reader would. */
export function openText(
  browser: Browser,
  text: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const path = join(temporaryFolder('page'), 'page.html')
  writeFileSync(path, text)
  return openPage(browser, path, options)
}

async function openPage(
  browser: Browser,
  path: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext(options)
  // Pages that stay open slow down all later ones. One that a hook opens serves several tests.
  if (getCurrentTest()) onTestFinished(() => context.close())
  const page = await context.newPage()
  const troubles: string[] = []
  const { href } = pathToFileURL(path)
  await context.route('**/*', (route) => {
    const url = route.request().url()
    if (url === href) return route.continue()
    troubles.push(`requested ${url}`)
    return route.abort()
  })
  page.on('console', (message) => troubles.push(`console ${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`))
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`)
    return dialog.dismiss()
  })
  context.on('page', (other) => troubles.push(`opened ${other.url()}`))
  await page.goto(href)
  return { page, problems: troubles }
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
