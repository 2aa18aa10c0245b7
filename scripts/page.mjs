// Writes the style and the script of the HTML pages, with their hashes, into a module. The bundle
// then needs no other files, and each page can name the hashes in its security policy.

import { createHash } from 'node:crypto'
import { buildSync } from 'esbuild'
import { generateModule } from './generate-module.mjs'

const folder = 'src/reports/html'

/** Bundles a file, and returns its text with its hash. */
function bundlePart(entry) {
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
    throw new Error(`${entry} contains text that could end its HTML element. Remove it.`)
  return { text, hash: `sha256-${createHash('sha256').update(text).digest('base64')}` }
}

function generate() {
  const embedded = Object.fromEntries(
    ['report', 'fleet'].map((kind) => [
      kind,
      { style: bundlePart(`style/${kind}.css`), script: bundlePart(`browser/${kind}-page.ts`) },
    ]),
  )
  return `export interface EmbeddedPart {
  readonly text: string
  /** In the form of a Content-Security-Policy: sha256-… */
  readonly hash: string
}

export interface EmbeddedParts {
  readonly style: EmbeddedPart
  readonly script: EmbeddedPart
}

export const embedded: Readonly<Record<'report' | 'fleet', EmbeddedParts>> = ${JSON.stringify(embedded, null, 2)}
`
}

await generateModule(`${folder}/embedded.ts`, {
  sources: [`${folder}/style`, `${folder}/browser`],
  script: 'scripts/page.mjs',
  generate,
})
