import { writeFileSync } from 'node:fs'
import { exceptions } from './expressions/exceptions.mjs'
import { findExpressions } from './expressions/find-expressions.mjs'
import { findFault, hashOf, RECORD, readProven } from './expressions/prove.mjs'

/**
 * Fails on an expression of src that may take more steps than grow with its text. Proven
 * expressions are recorded by their hash, so a run proves only new ones.
 *
 *     --record  writes the record of proven expressions
 *     --all     proves all of them again
 */
const [record, all] = ['--record', '--all'].map((option) => process.argv.includes(option))

const proven = all ? new Set() : readProven()
const expressions = await findExpressions()
const found = new Map()
const unused = new Set(exceptions)
const faults = []

for (const expression of expressions) {
  const exception = exceptions.find(
    ({ file, source, call }) =>
      expression.place.startsWith(`${file}:`) &&
      (call === undefined ? source === expression.source : call === expression.call),
  )
  if (exception !== undefined) unused.delete(exception)
  else if (expression.call !== undefined)
    faults.push(`src/${expression.place}: nobody can tell what this compiles: ${expression.call}`)
  else if (!found.has(hashOf(expression))) found.set(hashOf(expression), expression)
}

let checked = 0
for (const [hash, expression] of found) {
  if (proven.has(hash)) continue
  checked += 1
  const fault = findFault(expression)
  if (fault === undefined) proven.add(hash)
  if (record && checked % 20 === 0) writeRecord()
  if (fault !== undefined)
    faults.push(
      `src/${expression.place}: /${expression.source}/${expression.flags} is not linear: ${fault}`,
    )
}
for (const { file, source, call } of unused)
  faults.push(`scripts/expressions/exceptions.mjs: ${file} has no ${source ?? call}`)

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
