import { existsSync } from 'node:fs'

/** The path of Debian, unless an environment variable sets another one. */
export const CHROMIUM = process.env.SPOOLSCOPE_CHROMIUM ?? '/usr/bin/chromium'

/** Says what is missing to open pages in a browser, or returns undefined. */
export const missingForBrowser = (): string | undefined =>
  existsSync(CHROMIUM) ? undefined : 'chromium (Debian’s package chromium, or SPOOLSCOPE_CHROMIUM)'
