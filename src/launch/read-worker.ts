import { join } from 'node:path'
import { launch } from './launch.ts'

launch('read-worker.js', join(__dirname, '..'), 'worker')
