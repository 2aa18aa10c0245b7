import { readFileSync, readdirSync } from 'node:fs'
import { it } from 'vitest'
import { etlBinary } from '../src/parsers/etl-binary.ts'
import { readBytes } from './support/read-bytes.ts'
import { headOf } from './support/read-text.ts'
it('x', () => {
  for (const dir of ['etl', 'etl-synthetic'])
  for (const f of readdirSync(`../shared/corpus/${dir}`)) {
    const b = readFileSync(`../shared/corpus/${dir}/${f}`)
    const t0 = performance.now()
    const { seen, tally } = readBytes(etlBinary, b, { })
    const t1 = performance.now()
    const m = readBytes(etlBinary, b, { markers: [{ in: 'trace', place: 'anywhere', text: 'ResponseCode' }] })
    const t2 = performance.now()
    console.log(f, b.length, JSON.stringify(etlBinary.recognise(headOf(b))), etlBinary.status?.(tally), seen.length, m.seen.length, (t1 - t0).toFixed(), (t2 - t1).toFixed(), JSON.stringify({ ...tally, gaps: tally.gaps.length }).slice(0, 500))
    if (f.includes('sonde') || f.includes('string')) console.log(JSON.stringify(seen.slice(0, 12), null, 0).slice(0, 3000))
  }
}, 60000)
