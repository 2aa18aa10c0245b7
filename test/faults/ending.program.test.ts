import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { numberedRecord } from '../support/programs/numbered-record.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { faults, tellFaults } from './fault-counts.ts'
import { CLI, eventsOf, startProgram } from './programs.ts'

const RECORDS = 2000
const RECORDS_BYTES = numberedRecord(0).length * RECORDS

describe.skipIf(process.platform === 'win32')('watch that reads a large log', () => {
  const folder = temporaryFolder('ending')
  beforeAll(() => {
    mkdirSync(join(folder, 'Tracing'))
    const records = Array.from({ length: RECORDS }, (_, number) => numberedRecord(number)).join('')
    const pieces = Math.ceil((faults.logMegabytes * 1e6) / RECORDS_BYTES)
    for (let piece = 0; piece < pieces; piece += 1)
      appendFileSync(join(folder, 'Tracing', 'Lync-UccApi-0.UccApilog'), records)
  })

  const watch = (...more: readonly string[]) =>
    startProgram([CLI, 'watch', folder, '--format', 'ndjson', ...more])

  it('ends when --until is reached', async () => {
    const watching = watch('--until', '1s')
    const start = performance.now()
    expect(await watching.ended).toEqual([0, null])
    expect(eventsOf(watching, 'watch-ended')).toHaveLength(1)
    tellEnd(start, '--until 1s', watching)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('ends at %s', async (signal) => {
    const watching = watch()
    // The handlers are there when the program has loaded what it needs.
    await pause(1500)
    const start = performance.now()
    watching.child.kill(signal)
    expect(await watching.ended).toEqual([0, null])
    expect(eventsOf(watching, 'watch-ended')).toMatchObject([{ reason: signal }])
    tellEnd(start, signal, watching)
  })

  function tellEnd(start: number, reason: string, watching: ReturnType<typeof watch>): void {
    tellFaults(`watch of ${faults.logMegabytes} MB ended by ${reason}`, {
      'after milliseconds': Math.round(performance.now() - start),
      'read to the end': eventsOf(watching, 'watch-started').length,
    })
  }
})
