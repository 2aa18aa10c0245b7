import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { faults, tellFaults } from './fault-counts.ts'
import { CLI, cpuSeconds, eventsOf, peakMegabytes, startProgram } from './programs.ts'

const CHANGES = 100
const CHANGES_PER_SECOND = 10
/** For 50,000 items. */
const MAX_MEGABYTES = 250

describe.skipIf(process.platform !== 'linux')('a spool with many items', () => {
  it(`that changes is followed completely (${faults.items} items)`, async () => {
    const lync = temporaryFolder('items')
    const spool = join(lync, 'sip_kim@contoso.example', 'History Spooler')
    mkdirSync(spool, { recursive: true })
    const item = (number: number) => join(spool, `${String(number).padStart(8, '0')}.hist`)
    for (let number = 0; number < faults.items; number += 1) {
      writeFileSync(item(number), 'x')
      // They are stuck from the start: the most that can be reported at once.
      utimesSync(item(number), 1.7e9, 1.7e9)
    }
    const watching = startProgram([CLI, 'watch', lync, '--format', 'ndjson'])
    const count = (kind: string) => eventsOf(watching, kind).length
    const isStarted = () => count('watch-started') > 0 && count('item-stuck') >= faults.items
    await eventually(isStarted, 'the stuck items', () => watching.lines.slice(-3).join('\n'))
    const atStart = { cpu: cpuSeconds(watching), at: performance.now() }
    for (let change = 0; change < CHANGES; change += 1) {
      writeFileSync(item(faults.items + change), 'x')
      rmSync(item(change))
      await pause(1000 / CHANGES_PER_SECOND)
    }
    const share = ((cpuSeconds(watching) - atStart.cpu) * 1e5) / (performance.now() - atStart.at)
    const isFollowed = () => count('item-appeared') >= CHANGES && count('item-gone') >= CHANGES
    await eventually(isFollowed, 'the changes', () => watching.lines.slice(-3).join('\n'))
    tellFaults('spooled items', {
      items: faults.items,
      'seconds of CPU until started': Math.round(atStart.cpu * 10) / 10,
      '% of a core then': Math.round(share * 10) / 10,
      'MB at most': Math.round(peakMegabytes(watching)),
    })
    expect(peakMegabytes(watching)).toBeLessThan(MAX_MEGABYTES)
    expect(count('item-appeared')).toBe(CHANGES)
    expect(count('item-gone')).toBe(CHANGES)
    expect(count('item-stuck')).toBe(faults.items)
    watching.child.kill('SIGINT')
    expect((await watching.ended)[0]).toBe(0)
  })
})
