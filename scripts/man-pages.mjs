import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/** The date on the pages: when the form of options and commands was changed last. */
const DATE = '2026-11-29'

/** Writes the pages of the manual into a folder. Resolves to their names. */
export async function buildManPages(folder) {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  const { outputFiles } = await build({
    entryPoints: ['src/cli/man-page.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: ['bullmq', 'ioredis'],
  })
  const code = Buffer.from(outputFiles[0].contents).toString('base64')
  const { manPages } = await import(`data:text/javascript;base64,${code}`)
  mkdirSync(folder, { recursive: true })
  const pages = manPages({ version, date: DATE })
  for (const { file, text } of pages) writeFileSync(join(folder, file), text)
  return pages.map(({ file }) => file)
}
