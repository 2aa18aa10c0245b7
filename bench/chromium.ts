import { existsSync } from 'node:fs'

/** Paths of Debian. The first has no windows, and needs half of the time for a page. */
const PATHS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'] as const

/** The path of Debian, unless an environment variable sets another one. */
export const CHROMIUM = process.env.SPOOLSCOPE_CHROMIUM ?? PATHS.find(existsSync) ?? PATHS[0]
