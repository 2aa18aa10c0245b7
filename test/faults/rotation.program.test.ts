import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { buildTestProgram } from '../support/programs/test-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { faults, tellFaults } from './fault-counts.ts'
import { CLI, eventsOf, startProgram } from './programs.ts'

const RECORDS_PER_FILE = 4
const QUIET_MS = 4000

describe.skipIf(process.platform === 'win32')('a log that rotates while it is watched', () => {
  let writer = ''
  let reader = ''
  beforeAll(async () => {
    writer = await buildTestProgram('test/support/programs/rotating-log-program.ts')
    reader = await buildTestProgram('test/support/programs/live-inputs-program.ts')
  })

  /** Lets a log rotate, and returns how often each of its records was read. */
  async function rotate(kind: string): Promise<{
    readonly counts: readonly number[]
    readonly lostFiles: number
    readonly lostFilesOfProgram: number
    readonly restarts: number
  }> {
    const folder = temporaryFolder('rotation')
    const tracing = join(folder, 'Tracing')
    mkdirSync(tracing)
    const following = startProgram([reader, folder])
    const watching = startProgram([CLI, 'watch', folder, '--format', 'ndjson'])
    const isReady = () =>
      eventsOf(following, 'ready').length > 0 && eventsOf(watching, 'watch-started').length > 0
    await eventually(isReady, 'both watchers', () => watching.lines.join('\n'))
    const { rotationsPerSecond, rotationSeconds } = faults
    const rate = [String(rotationsPerSecond), String(rotationSeconds)]
    const writing = startProgram([writer, tracing, kind, ...rate])
    expect(await writing.ended).toEqual([0, null])
    // The last record is complete when its log was quiet.
    await pause(QUIET_MS)
    following.child.stdin?.end()
    await following.ended
    watching.child.kill('SIGINT')
    expect((await watching.ended)[0]).toBe(0)
    const { written } = JSON.parse(writing.lines[0] ?? '') as { readonly written: number }
    const counts: number[] = Array.from({ length: written }, () => 0)
    const [{ numbers } = { numbers: [] }] = eventsOf(following, 'numbers') as unknown as {
      readonly numbers: readonly number[]
    }[]
    for (const number of numbers) counts[number] = (counts[number] ?? 0) + 1
    const lost = (program: typeof watching) =>
      eventsOf(program, 'log-lost').reduce((sum, { files }) => sum + Number(files), 0)
    const restarts = eventsOf(following, 'log-restarted').length
    const result = {
      counts,
      lostFiles: lost(following),
      lostFilesOfProgram: lost(watching),
      restarts,
    }
    tellFaults(`rotation ${kind}`, {
      records: written,
      missed: counts.filter((count) => count === 0).length,
      doubled: counts.filter((count) => count > 1).length,
      'lost files reported': result.lostFiles,
      'by watch': result.lostFilesOfProgram,
      restarts,
    })
    return result
  }

  it.each([
    ['pair', 'over its predecessor'],
    ['chain', 'into a chain of five'],
    ['delete', 'by deletion'],
  ])('%s: %s, is read once, but for files that are reported as lost', async (kind) => {
    const { counts, lostFiles } = await rotate(kind)
    expect(counts.filter((count) => count > 1)).toEqual([])
    const missed = counts.filter((count) => count === 0).length
    expect(missed).toBeLessThan(counts.length)
    expect(missed).toBeLessThanOrEqual(RECORDS_PER_FILE * lostFiles)
  })

  it.each([
    ['truncate', 'cut in place'],
    ['copy', 'copied and then cut'],
  ])('%s: %s, is read at most once, and each time is reported', async (kind) => {
    const { counts, restarts } = await rotate(kind)
    expect(counts.filter((count) => count > 1)).toEqual([])
    expect(counts.includes(1)).toBe(true)
    expect(restarts).toBeGreaterThan(0)
  })
})
