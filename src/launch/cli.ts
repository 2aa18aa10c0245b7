#!/usr/bin/env node
import { launch } from './launch.ts'

const [, , command = ''] = process.argv
// A mistyped command fails, and a run that fails keeps no code.
launch('program.js', {
  folder: __dirname,
  cacheName: /^[a-z]+$/.test(command) ? command : 'other',
  requireOther: require,
})
// When nothing is left to do, Node would first take the heap down, which nobody needs.
process.once('beforeExit', () => process.exit())
