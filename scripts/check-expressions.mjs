import { existsSync, writeFileSync } from 'node:fs'
import { exceptions } from './expressions/exceptions.mjs'
import { findExpressions } from './expressions/find-expressions.mjs'
import { decide, hashOf, RECORD, readRecord } from './expressions/prove.mjs'

/**
 * Fails on an expression of a folder, by default src, whose steps may grow faster than its text.
 * Proven expressions are recorded by their hash, so a run proves only new ones.
 *
 *     --record  writes the record of proven expressions
 *     --all     proves all of them again
 */
const options = process.argv.slice(2)
const [writes, all] = ['--record', '--all'].map((option) => options.includes(option))
const folder = options.find((option) => !option.startsWith('--')) ?? 'src'

const record = all ? new Map() : readRecord()
const found = new Map()
const unused = new Set(folder === 'src' ? exceptions : [])
const faults = []

for (const expression of await findExpressions(folder)) {
  if (expression.call === undefined) found.set(hashOf(expression), expression)
  else if (!excuses(expression))
    faults.push(
      `${folder}/${expression.place}: nobody can tell what this compiles: ${expression.call}`,
    )
}
for (const { file, examples = [] } of folder === 'src' ? exceptions : [])
  for (const { source, flags } of examples) {
    const example = { place: file, source, flags }
    found.set(hashOf(example), example)
  }

let checked = 0
for (const [hash, expression] of found) {
  const { place, source, flags } = expression
  let decision = record.get(hash)
  let reason = 'not decided before'
  if (decision === undefined) {
    checked += 1
    const result = decide(expression)
    decision = result.decision
    reason = result.reason
    if (decision !== 'refuted') record.set(hash, decision)
    if (writes && checked % 20 === 0) writeRecord()
  }
  if (decision === 'refuted' || (decision === 'undecided' && !excuses(expression)))
    faults.push(`${folder}/${place}: /${source}/${flags} is not linear: ${reason}`)
}
for (const { file, isComputed, test = '' } of exceptions)
  if (!isComputed && !existsSync(test))
    faults.push(`scripts/expressions/exceptions.mjs: ${file} has no test: ${test}`)
for (const { file } of unused)
  faults.push(`scripts/expressions/exceptions.mjs: ${file} needs no exception`)

if (writes) writeRecord()
for (const fault of faults) console.error(fault)
const summary = `${found.size} expressions, ${checked} of them checked now`
if (faults.length > 0) {
  console.error(
    `${summary}: ${faults.length} are not proven to be linear. Write them differently, or by ` +
      'hand, or list them with a reason and a test in scripts/expressions/exceptions.mjs.',
  )
  process.exitCode = 1
} else if (checked > 0 && !writes)
  console.log(`${summary}. Record the proofs: npm run expressions -- --record`)

/** Whether an exception covers an expression that is computed, or that is not decided. */
function excuses({ place, call }) {
  const exception = exceptions.find(
    ({ file, isComputed = false }) =>
      place.startsWith(`${file}:`) && isComputed === (call !== undefined),
  )
  if (exception === undefined) return false
  unused.delete(exception)
  return true
}

function writeRecord() {
  const lines = [...found.keys()]
    .filter((hash) => record.has(hash))
    .map((hash) => `${hash} ${record.get(hash)}`)
  writeFileSync(RECORD, `${lines.sort().join('\n')}\n`)
}
