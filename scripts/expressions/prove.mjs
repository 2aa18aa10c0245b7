import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import recheck from 'recheck/lib/browser.js'
import { simplify } from './simplify.mjs'

// The build without Java and native code: it gives the same results on every machine.
const { checkSync } = recheck
const RECORD = new URL('./record.txt', import.meta.url)
const { version } = JSON.parse(
  readFileSync(new URL('../../node_modules/recheck/package.json', import.meta.url), 'utf8'),
)
/** Raise it when `decide` or `simplify` conclude otherwise than before. */
const METHOD = 1
const [QUICK_MS, SLOW_MS] = [5000, 20_000]

/** Names an expression in the record. Another version of the checker proves all of them again. */
export const hashOf = ({ source, flags }) =>
  createHash('sha256')
    .update([version, METHOD, flags, source].join('\n'))
    .digest('hex')
    .slice(0, 20)

/** Returns the recorded expressions by hash: proven to be linear, or not decided. */
export function readRecord() {
  try {
    const lines = readFileSync(RECORD, 'utf8').split('\n').filter(Boolean)
    return new Map(lines.map((line) => line.split(' ')))
  } catch (error) {
    if (error.code === 'ENOENT') return new Map()
    throw error
  }
}

export { RECORD }

/**
 * Decides whether the steps of an expression grow with the text. `proven`: the automaton of the
 * checker says so, of the expression or of simpler ones that have the same loops. `refuted`: it
 * knows a text that takes more. `undecided`: it takes too long, or only a simpler expression, which
 * may take more steps, is refuted.
 */
export function decide({ source, flags }) {
  const known = [...flags].filter((flag) => 'gimsuy'.includes(flag)).join('')
  const own = check(source, known, { checker: 'automaton', timeout: QUICK_MS })
  if (own.status === 'safe') return { decision: 'proven' }
  if (own.status === 'vulnerable') return { decision: 'refuted', reason: describe(own) }
  let reason = describe(own)
  for (const options of SIMPLER) {
    const simple = decideSimple(source, flags, options)
    if (simple.decision !== 'undecided' || !simple.isTimeout) return simple
    reason = simple.reason
  }
  return { decision: 'undecided', reason }
}

/** The next is tried where the checker takes too long to decide. */
const SIMPLER = [
  { smallCount: 3, split: false },
  { smallCount: 3, split: true },
  { smallCount: 1, split: true },
]

function decideSimple(source, flags, options) {
  let simple
  try {
    simple = simplify(source, flags, options)
  } catch (error) {
    return { decision: 'refuted', reason: error.message }
  }
  for (const text of simple.sources) {
    const result = check(text, simple.flags, { checker: 'automaton', timeout: SLOW_MS })
    if (result.status !== 'safe')
      return {
        decision: 'undecided',
        isTimeout: result.status === 'unknown',
        reason: `${describe(result)}, simplified to /${text}/${simple.flags}`,
      }
  }
  return { decision: 'proven' }
}

/** Large expressions can exceed the stack of the checker. */
function check(source, flags, options) {
  try {
    return checkSync(source, flags, options)
  } catch (error) {
    return { status: 'unknown', error: { kind: error.message } }
  }
}

function describe({ status, complexity, attack, error }) {
  if (status === 'unknown') return `not decided (${error.kind})`
  return `${complexity.summary}, such as ${attack.pattern.slice(0, 200)}`
}
