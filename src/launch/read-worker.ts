import { dirname } from 'node:path'
import { launch } from './launch.ts'

launch('parts/read-worker.js', dirname(__dirname), 'worker')
