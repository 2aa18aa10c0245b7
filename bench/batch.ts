import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { measureLarge } from './batches/large-bundle.ts'
import { measureBatch } from './batches/measure-batch.ts'
import { smallBundles } from './batches/small-bundles.ts'
import { goalTable } from './results.ts'
import { quick } from './settings.ts'

const small = await measureBatch(await smallBundles())
const large = measureLarge()
const goals = [...small.goals, ...large.goals]
const rows = `${small.rows}\n${large.rows}`
const text = `${goalTable(goals)}

${rows}`
console.log(text)
if (!quick)
  writeFileSync(
    join('bench', 'RESULTS-batch.md'),
    `# Measured: \`spoolscope batch\`

Written by \`npm run bench:batch\` on Node ${process.version}. Whole programs timed from outside, start-up included, on generated bundles (fixed seed, 20
files and 200 kB each, one in five in order) in a warm disk cache. Seconds of a core are user and system time of all threads.

${text}
`,
  )
