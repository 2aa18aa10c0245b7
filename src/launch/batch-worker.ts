import { dirname } from 'node:path'
import { launch } from './launch.ts'

launch('parts/batch-worker.js', {
  folder: dirname(__dirname),
  cacheName: 'worker',
  requireOther: require,
})
