#!/usr/bin/env node
import { launch } from './launch.ts'

const [, , command = ''] = process.argv
// A mistyped command fails, and a run that fails keeps no code.
launch('program.js', __dirname, /^[a-z]+$/.test(command) ? command : 'other')
