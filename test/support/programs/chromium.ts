import { existsSync } from 'node:fs'
import { CHROMIUM } from '../../../bench/chromium.ts'

/** Says what is missing to open pages in a browser, or returns undefined. */
export const missingForBrowser = (): string | undefined =>
  existsSync(CHROMIUM)
    ? undefined
    : 'chromium (Debian’s package chromium-headless-shell or chromium, or SPOOLSCOPE_CHROMIUM)'
