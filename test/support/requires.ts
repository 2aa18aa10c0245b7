import { existsSync } from 'node:fs'

/** What some tests need that is not everywhere, and how to tell that it is here. */
const COMPONENTS = {
  corpus: { what: 'the real traces (SPOOLSCOPE_CORPUS)', here: () => existsSync(`${corpus()}/text`) },
} as const

type Component = keyof typeof COMPONENTS

/** Folder of real traces, which are never published with the project. */
export const corpus = (): string => process.env.SPOOLSCOPE_CORPUS ?? '../shared/corpus'

/** Whether tests that need this are to be skipped, and a title that says so. Throws where SPOOLSCOPE_REQUIRE names it and it is missing. */
export function requires(component: Component): { readonly skip: boolean; readonly title: string } {
  const { what, here } = COMPONENTS[component]
  if (here()) return { skip: false, title: '' }
  const required = (process.env.SPOOLSCOPE_REQUIRE ?? '').split(/[\s,]+/).includes(component)
  if (required) throw new Error(`SPOOLSCOPE_REQUIRE asks for ${component}, but ${what} cannot be found`)
  return { skip: true, title: ` (skipped: ${what} cannot be found)` }
}
