import { dirname } from 'node:path'
import { launch } from './launch.ts'

launch('parts/read-worker.js', {
  folder: dirname(__dirname),
  cacheName: 'readers',
  requireOther: require,
})
