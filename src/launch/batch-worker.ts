import { dirname } from 'node:path'
import { launch } from './launch.ts'

launch('parts/batch-worker.js', dirname(__dirname), 'worker')
