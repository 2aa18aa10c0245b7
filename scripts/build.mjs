// Builds the program: `node scripts/build.mjs [outdir]`, into dist by default.

import { buildProgram } from './build-program.mjs'
import './scanner.mjs'
import './page.mjs'

const [outdir = 'dist'] = process.argv.slice(2)
await buildProgram(outdir)
