import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import recheck from 'recheck/lib/browser.js'
import { simplify } from './simplify.mjs'

// The build without Java and native code: it gives the same results on every machine.
const { checkSync } = recheck
const RECORD = new URL('./proven.txt', import.meta.url)
const { version } = JSON.parse(
  readFileSync(new URL('../../node_modules/recheck/package.json', import.meta.url), 'utf8'),
)
/** Raise it when `findFault` or `simplify` decide otherwise than before. */
const METHOD = 1
const [QUICK_MS, SLOW_MS] = [5000, 15_000]

/** Names an expression in the record. Another version of the checker proves all of them again. */
export const hashOf = ({ source, flags }) =>
  createHash('sha256')
    .update([version, METHOD, flags, source].join('\n'))
    .digest('hex')
    .slice(0, 20)

/** Returns the hashes of the expressions that are proven to be linear. */
export function readProven() {
  try {
    return new Set(readFileSync(RECORD, 'utf8').split('\n').filter(Boolean))
  } catch (error) {
    if (error.code === 'ENOENT') return new Set()
    throw error
  }
}

export { RECORD }

/**
 * Returns undefined when an expression takes steps that grow with the text, else what is known
 * against it. The automaton of the checker proves expressions without assertions and large counts.
 * Of the others it proves simpler ones, which have the same loops.
 */
export function findFault({ source, flags }) {
  const known = [...flags].filter((flag) => 'gimsuy'.includes(flag)).join('')
  const own = check(source, known, { checker: 'automaton', timeout: QUICK_MS })
  if (own.status === 'safe') return undefined
  if (own.status === 'vulnerable') return describe(own)
  let fault = describe(own)
  for (const options of SIMPLER) {
    fault = findSimpleFault(source, flags, options)
    if (fault === undefined || !fault.startsWith(UNDECIDED)) return fault
  }
  return fault
}

const UNDECIDED = 'not decided'
/** The next is tried where the checker takes too long to decide. */
const SIMPLER = [
  { smallCount: 3, split: false },
  { smallCount: 3, split: true },
  { smallCount: 1, split: true },
]

function findSimpleFault(source, flags, options) {
  let simple
  try {
    simple = simplify(source, flags, options)
  } catch (error) {
    return error.message
  }
  for (const text of simple.sources) {
    const result = check(text, simple.flags, { checker: 'automaton', timeout: SLOW_MS })
    if (result.status !== 'safe')
      return `${describe(result)}, simplified to /${text}/${simple.flags}`
  }
  return undefined
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
  if (status === 'unknown') return `${UNDECIDED} (${error.kind})`
  return `${complexity.summary}, such as ${attack.pattern.slice(0, 200)}`
}
