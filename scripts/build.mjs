// Builds the program, the library and the manual: `node scripts/build.mjs [outdir]`, into dist by default.

import { buildProgram } from './build-program.mjs'
import { buildManPages } from './man-pages.mjs'
import './scanner.mjs'
import './page.mjs'

const [outdir = 'dist'] = process.argv.slice(2)
await buildProgram(outdir, { library: true })
await buildManPages(`${outdir}/man`)
