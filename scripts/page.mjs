// Puts the style and the script of the HTML pages into a module of the program, with their hashes:
// so the bundle needs no file beside it, tests use the same, and a page can name in its policy what
// may run in it.

import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { buildSync } from 'esbuild'

const folder = 'src/reports/html'

function part(entry) {
  const { outputFiles } = buildSync({
    entryPoints: [`${folder}/${entry}`],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16'],
    charset: 'ascii',
    legalComments: 'none',
  })
  const text = outputFiles[0].text.trim()
  if (/<\/|<!--|\r/i.test(text))
    throw new Error(`${entry} holds what would end its element or be read as something else`)
  return { text, hash: `sha256-${createHash('sha256').update(text).digest('base64')}` }
}

const embedded = Object.fromEntries(
  ['report', 'fleet'].map((kind) => [
    kind,
    { style: part(`style/${kind}.css`), script: part(`browser/${kind}-page.ts`) },
  ]),
)
writeFileSync(
  `${folder}/embedded.ts`,
  `// Written by scripts/page.mjs from style and browser: not to be edited, not kept in the repository.
export interface EmbeddedPart {
  readonly text: string
  /** As a Content-Security-Policy names it. */
  readonly hash: string
}

export const embedded: Readonly<Record<'report' | 'fleet', { readonly style: EmbeddedPart; readonly script: EmbeddedPart }>> = ${JSON.stringify(embedded, null, 2)}
`,
)
