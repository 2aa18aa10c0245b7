import { appendFileSync, copyFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { numberedRecord } from './numbered-record.ts'

/**
 * Writes numbered records into a log and rotates it, as fast as it is told. `pair`: the log is
 * renamed over its one predecessor, as the client does. `chain`: five predecessors are kept.
 * `delete`: the log is deleted. `truncate`: it is cut and written again in place. `copy`: it is copied
 * before it is cut. Prints how many records it wrote.
 */
const [folder = '', kind = 'pair', perSecond = '50', seconds = '1'] = process.argv.slice(2)
const RECORDS_PER_FILE = 4
const CHAIN_LENGTH = 5

const log = join(folder, 'Lync-UccApi-0.UccApilog')
const older = (number: number) => join(folder, `Lync-UccApi-${number}.UccApilog`)

function rotate(): void {
  if (kind === 'truncate') writeFileSync(log, '')
  else if (kind === 'copy') {
    copyFileSync(log, older(1))
    writeFileSync(log, '')
  } else if (kind === 'delete') rmSync(log)
  else if (kind === 'pair') renameSync(log, `${log}.bak`)
  else
    for (let number = CHAIN_LENGTH; number > 0; number -= 1) {
      try {
        renameSync(older(number - 1), older(number))
      } catch {
        // The chain is not so long yet.
      }
    }
}

const sleeper = new Int32Array(new SharedArrayBuffer(4))
const start = performance.now()
const files = Math.round(Number(perSecond) * Number(seconds))
const stepMs = 1000 / (Number(perSecond) * RECORDS_PER_FILE)
let written = 0
for (let file = 0; file < files; file += 1) {
  if (file > 0) rotate()
  for (let index = 0; index < RECORDS_PER_FILE; index += 1) {
    appendFileSync(log, numberedRecord(written))
    written += 1
    const wait = written * stepMs - (performance.now() - start)
    if (wait > 0) Atomics.wait(sleeper, 0, 0, wait)
  }
}
process.stdout.write(`${JSON.stringify({ written, ms: Math.round(performance.now() - start) })}\n`)
