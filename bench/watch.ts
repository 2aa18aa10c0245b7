import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { goalTable } from './results.ts'
import { measureWatch } from './watching/measure-watch.ts'

const table = goalTable(await measureWatch())
console.log(table)
writeFileSync(
  join('bench', 'RESULTS-watch.md'),
  `# Measured: \`spoolscope watch\`

Written by \`npm run bench:watch\` on Node ${process.version}, two minutes; the screen is a terminal in tmux, read every few milliseconds.

${table}
`,
)
