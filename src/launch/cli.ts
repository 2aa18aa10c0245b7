#!/usr/bin/env node
import { join } from 'node:path'
import { launch } from './launch.ts'

const [, , command = ''] = process.argv
// A mistyped command fails, and a run that fails keeps no code.
launch('cli.js', join(__dirname, 'parts'), /^[a-z]+$/.test(command) ? command : 'other')
