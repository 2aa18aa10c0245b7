import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE } from './cache.ts'
import { measureLogs } from './logs.ts'
import { inTurn } from './measure.ts'
import { smallCase } from './programs.ts'
import { RESULTS, ratioToReadline } from './ratio-to-readline.ts'
import { goalTable, resultsPage, rivalTable } from './results.ts'
import { quick } from './settings.ts'
import { measureJobs, measureMemory, measureRender, measureStart } from './whole-programs.ts'

// The first run keeps the code that it compiled: nobody has a first run twice.
inTurn([smallCase], 1)

const logs = measureLogs()
const goals = [
  ...logs.flatMap((log) => log.goals),
  ...measureJobs(),
  ...measureMemory(logs),
  ...measureStart(),
  ...measureRender(),
]
const ratio = ratioToReadline()
console.log([rivalTable(logs), goalTable(goals), ratio].join('\n\n'))

const page = quick ? join(CACHE, 'RESULTS-quick.md') : RESULTS
writeFileSync(page, resultsPage({ logs, goals, ratio }))
console.log(`\nWritten to ${page}`)
