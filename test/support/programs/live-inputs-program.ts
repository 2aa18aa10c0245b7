import { Engine } from '../../../src/analysis/engine.ts'
import { reportedEvidence } from '../../../src/evidence/index.ts'
import { LiveInputs } from '../../../src/inputs/live/live-inputs.ts'
import { rules } from '../../../src/rules/index.ts'
import { createWantedRecords } from '../../../src/scan/matcher.ts'
import { recordNumber } from './numbered-record.ts'

/**
 * Follows a folder as `watch` does. Prints an event a line, and when its standard input ends the
 * numbers of all records that it observed, in their order.
 */
const [folder = ''] = process.argv.slice(2)
const numbers: number[] = []
const { markers } = new Engine({ rules, evidence: reportedEvidence })
const inputs = new LiveInputs({
  roots: [folder],
  wanted: createWantedRecords(markers),
  clock: {},
  codePage: 'windows-1252',
  poll: false,
  time: { wall: Date.now, steady: () => performance.now() },
  onObservation: (observation) => {
    if (observation.kind === 'trace') numbers.push(recordNumber(observation.event.message))
  },
  onEvent: (event) => process.stdout.write(`${JSON.stringify(event)}\n`),
  onChange: () => {},
})
await inputs.start()
process.stdout.write(`${JSON.stringify({ event: 'ready' })}\n`)
process.stdin.resume()
process.stdin.on('end', async () => {
  await inputs.stop()
  process.stdout.write(`${JSON.stringify({ event: 'numbers', numbers })}\n`)
})
