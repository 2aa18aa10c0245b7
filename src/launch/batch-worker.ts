import { join } from 'node:path'
import { launch } from './launch.ts'

launch('batch-worker.js', join(__dirname, '..'), 'worker')
