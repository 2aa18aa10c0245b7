import { existsSync } from 'node:fs'

/** Debian's. Another may be named. */
export const CHROMIUM = process.env.SPOOLSCOPE_CHROMIUM ?? '/usr/bin/chromium'

/** What is missing to open pages in a real browser, in words. */
export const missingForBrowser = (): string | undefined =>
  existsSync(CHROMIUM) ? undefined : 'chromium (Debian’s package chromium, or SPOOLSCOPE_CHROMIUM)'
