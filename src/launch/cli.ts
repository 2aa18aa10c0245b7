#!/usr/bin/env node
import { launch } from './launch.ts'

/** Commands that analyze any number of small cases, in worker threads. */
const ANALYZES_MANY: ReadonlySet<string> = new Set(['batch', 'worker'])
/**
 * How much code a function runs before V8 optimizes it: 16 times the default of Node.js 20. There,
 * half of the CPU time of a few hundred small cases went into optimizing. Longer runs reach the same
 * speed, a second later. V8 of Node.js 22 has no such option, and waits longer by default.
 */
const INTERRUPT_BUDGET_BYTES = 1 << 20

const [, , command = ''] = process.argv
if (ANALYZES_MANY.has(command) && Number.parseInt(process.versions.node, 10) < 22) {
  const v8: typeof import('node:v8') = require('node:v8')
  v8.setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET_BYTES}`)
}
// A mistyped command fails, and a run that fails keeps no code.
launch('program.js', {
  folder: __dirname,
  cacheName: /^[a-z]+$/.test(command) ? command : 'other',
  requireOther: require,
})
// When nothing is left to do, Node would first take the heap down, which nobody needs.
process.once('beforeExit', () => process.exit())
