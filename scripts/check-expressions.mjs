import { writeFileSync } from 'node:fs'
import { exceptions } from './expressions/exceptions.mjs'
import { findExpressions } from './expressions/find-expressions.mjs'
import { findFault, hashOf, RECORD, readProven } from './expressions/prove.mjs'

/**
 * Fails on an expression of a folder, by default src, whose steps may grow faster than its text.
 * Proven expressions are recorded by their hash, so a run proves only new ones.
 *
 *     --record  writes the record of proven expressions
 *     --all     proves all of them again
 */
const options = process.argv.slice(2)
const [record, all] = ['--record', '--all'].map((option) => options.includes(option))
const folder = options.find((option) => !option.startsWith('--')) ?? 'src'

const proven = all ? new Set() : readProven()
const expressions = await findExpressions(folder)
const found = new Map()
const unused = new Set(folder === 'src' ? exceptions : [])
const faults = []

for (const expression of expressions) {
  const exception = exceptions.find(
    (entry) =>
      expression.place.startsWith(`${entry.file}:`) &&
      (entry.isComputed
        ? expression.call && unused.has(entry)
        : entry.source === expression.source),
  )
  if (exception !== undefined) unused.delete(exception)
  else if (expression.call !== undefined)
    faults.push(
      `${folder}/${expression.place}: nobody can tell what this compiles: ${expression.call}`,
    )
  else if (!found.has(hashOf(expression))) found.set(hashOf(expression), expression)
}

const examples = exceptions.flatMap(({ file, examples = [] }) =>
  examples.map((example) => ({ place: file, source: example.source, flags: example.flags })),
)
if (folder === 'src') for (const example of examples) found.set(hashOf(example), example)

let checked = 0
for (const [hash, expression] of found) {
  if (proven.has(hash)) continue
  checked += 1
  const fault = findFault(expression)
  if (fault === undefined) proven.add(hash)
  if (record && checked % 20 === 0) writeRecord()
  if (fault !== undefined)
    faults.push(
      `${folder}/${expression.place}: /${expression.source}/${expression.flags} is not linear: ${fault}`,
    )
}
for (const { file, source = 'computed expression' } of unused)
  faults.push(`scripts/expressions/exceptions.mjs: ${file} has no ${source}`)

if (record) writeRecord()
for (const fault of faults) console.error(fault)
const summary = `${found.size} expressions, ${checked} of them checked now`
if (faults.length > 0) {
  console.error(
    `${summary}: ${faults.length} are not proven to be linear. Write them differently, or by ` +
      'hand, or list them with a reason and a test in scripts/expressions/exceptions.mjs.',
  )
  process.exitCode = 1
} else if (checked > 0 && !record)
  console.log(`${summary}. Record the proofs: npm run expressions -- --record -- --record`)

function writeRecord() {
  const lines = [...found.keys()].filter((hash) => proven.has(hash)).sort()
  writeFileSync(RECORD, `${lines.join('\n')}\n`)
}
