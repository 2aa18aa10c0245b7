import { existsSync } from 'node:fs'
import { missingForBrowser } from './programs/chromium.ts'
import { missingForHttps } from './programs/https-server.ts'
import { missingNodeVersions } from './programs/node-versions.ts'
import { missingForPdf } from './programs/poppler.ts'
import { missingForRedis } from './programs/redis.ts'
import { missingForManPages, missingPager, missingShell } from './programs/shell.ts'
import { missingForTerminals } from './programs/tmux.ts'
import { missingForWindows } from './programs/wine.ts'

/** What some tests need that is not everywhere: for each, what of it is missing here, in words. */
const COMPONENTS = {
  corpus: () =>
    existsSync(`${corpus()}/text`) ? undefined : 'the real traces (SPOOLSCOPE_CORPUS)',
  wine: missingForWindows,
  tmux: missingForTerminals,
  redis: missingForRedis,
  openssl: missingForHttps,
  chromium: missingForBrowser,
  poppler: missingForPdf,
  bash: () => missingShell('bash'),
  zsh: () => missingShell('zsh'),
  fish: () => missingShell('fish'),
  mandoc: missingForManPages,
  less: missingPager,
  'node-versions': missingNodeVersions,
} as const

type Component = keyof typeof COMPONENTS

/** Folder of real traces, which are never published with the project. */
export const corpus = (): string => process.env.SPOOLSCOPE_CORPUS ?? '../shared/corpus'

/**
 * Whether tests that need this are to be skipped, and a title that says so. Throws where
 * SPOOLSCOPE_REQUIRE names it and it is missing.
 */
export function requires(component: Component): { readonly skip: boolean; readonly title: string } {
  const missing = COMPONENTS[component]()
  if (missing === undefined) return { skip: false, title: '' }
  const required = (process.env.SPOOLSCOPE_REQUIRE ?? '').split(/[\s,]+/).includes(component)
  if (required)
    throw new Error(`SPOOLSCOPE_REQUIRE asks for ${component}, but ${missing} cannot be found`)
  return { skip: true, title: ` (skipped: ${missing} cannot be found)` }
}
