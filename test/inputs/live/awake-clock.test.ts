import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AwakeClock } from '../../../src/inputs/live/awake-clock.ts'
import type { LiveFile } from '../../../src/inputs/live/live-file.ts'
import { LiveFolder } from '../../../src/inputs/live/live-folder.ts'
import { SpooledItems } from '../../../src/inputs/live/spooled-items.ts'
import { minutes, seconds } from '../../../src/model/duration.ts'
import { lyncFolder, watchFolder } from './watched-folder.ts'

const hours = (count: number): number => minutes(60 * count)
const START = Date.UTC(2016, 5, 14, 8)
const TICK = 250

/** A machine whose clocks are moved by hand and checked every tick. */
function machine() {
  const time = { wall: START, steady: 1000 }
  const changes: { readonly by: number; readonly reason: string }[] = []
  const clock = new AwakeClock(
    { wall: () => time.wall, steady: () => time.steady },
    TICK,
    (change) => changes.push(change),
  )
  return {
    clock,
    changes,
    time,
    /** The machine is awake for this time. */
    pass(milliseconds: number) {
      for (let left = milliseconds; left > 0; left -= TICK) {
        time.wall += Math.min(TICK, left)
        time.steady += Math.min(TICK, left)
        clock.check()
      }
    },
    set(milliseconds: number) {
      time.wall += milliseconds
    },
    sleep(milliseconds: number, { steadyToo }: { readonly steadyToo: boolean }) {
      time.wall += milliseconds
      if (steadyToo) time.steady += milliseconds
    },
  }
}

describe('the clock of a live session', () => {
  it('equals the machine’s clock while nothing happens to that', () => {
    const { clock, pass, changes } = machine()
    pass(minutes(3))
    expect(clock.now()).toBe(START + minutes(3))
    expect(clock.fromFileTime(START + 5)).toBe(START + 5)
    expect(changes).toEqual([])
  })

  it.each([
    ['forward', hours(1)],
    ['back', -hours(1)],
    ['forward a little', seconds(3)],
  ])('is not affected when the machine’s clock is set %s, and reports the change', (_, by) => {
    const { clock, pass, set, changes } = machine()
    pass(seconds(10))
    set(by)
    pass(seconds(10))
    expect(clock.now()).toBe(START + seconds(20))
    expect(changes).toEqual([{ by, reason: 'set' }])
  })

  it('follows small corrections of the machine’s clock', () => {
    const { clock, pass, set, changes } = machine()
    for (let times = 0; times < 100; times += 1) {
      set(20)
      pass(TICK)
    }
    expect(clock.now()).toBe(START + 100 * (TICK + 20))
    expect(changes).toEqual([])
  })

  it.each([
    ['runs on', true, 'slept'],
    ['stops as well', false, 'set'],
  ] as const)('stops while the machine sleeps and its steady clock %s', (_, steadyToo, reason) => {
    const { clock, pass, sleep, changes } = machine()
    pass(seconds(10))
    sleep(hours(8), { steadyToo })
    expect(clock.now() - START).toBeLessThanOrEqual(seconds(10) + TICK)
    pass(seconds(5))
    expect(clock.now() - START).toBeLessThanOrEqual(seconds(15) + TICK)
    expect(changes).toMatchObject([{ reason }])
    expect(Math.abs((changes[0]?.by ?? 0) - hours(8))).toBeLessThanOrEqual(TICK)
  })

  it('tolerates a late tick', () => {
    const { clock, time, changes } = machine()
    time.wall += seconds(9)
    time.steady += seconds(9)
    expect(clock.now()).toBe(START + seconds(9))
    expect(changes).toEqual([])
  })
})

describe('a file time', () => {
  it('before a jump is unchanged, after it is shifted, and between is that of the jump', () => {
    const { clock, pass, set } = machine()
    pass(seconds(10))
    set(hours(1))
    pass(seconds(10))
    expect(clock.fromFileTime(START + seconds(4))).toBe(START + seconds(4))
    expect(clock.fromFileTime(START + hours(1) + seconds(15))).toBe(START + seconds(15))
    expect(
      Math.abs(clock.fromFileTime(START + minutes(30)) - START - seconds(10)),
    ).toBeLessThanOrEqual(TICK)
  })

  it('that means two moments is the later one that is not in the future', () => {
    const { clock, pass, set } = machine()
    pass(hours(2))
    set(-hours(1))
    pass(minutes(10))
    expect(clock.fromFileTime(START + hours(1) + minutes(5))).toBe(START + hours(2) + minutes(5))
    expect(clock.fromFileTime(START + hours(1) + minutes(40))).toBe(START + hours(1) + minutes(40))
    expect(clock.fromFileTime(START)).toBe(START)
  })

  it('is converted after several jumps', () => {
    const { clock, pass, set, sleep } = machine()
    pass(minutes(1))
    sleep(hours(8), { steadyToo: false })
    pass(minutes(1))
    const second = clock.now()
    const wallTime = START + hours(8) + minutes(2)
    set(hours(2))
    pass(minutes(1))
    expect(clock.fromFileTime(wallTime - seconds(10))).toBe(second - seconds(10))
    expect(clock.fromFileTime(wallTime + hours(2) + seconds(10))).toBe(second + seconds(10))
    expect(clock.now()).toBe(START + minutes(3))
  })

  it('that is in the future stays in the future by as much', () => {
    const { clock, pass, set } = machine()
    set(hours(1))
    pass(seconds(10))
    expect(clock.fromFileTime(START + hours(3)) - clock.now()).toBe(hours(2) - seconds(10))
  })
})

describe('an item', () => {
  function spoolOn({ clock }: ReturnType<typeof machine>) {
    let items: SpooledItems | undefined
    const ignore = { onSpool() {}, onItem() {} }
    const folder = new LiveFolder('/lync/History Spooler', 'History Spooler', (root) => {
      items = new SpooledItems(root, undefined, clock, ignore)
      return items
    })
    const ages = () => [...(items?.items.values() ?? [])].map(({ since }) => clock.now() - since)
    const file = (at: number): LiveFile => ({
      bytes: 1,
      written: at,
      created: at,
      id: '',
      isKeptInCloud: false,
    })
    return { ages, addFile: (at: number) => items?.onFileAppeared(folder, String(at), file(at)) }
  }

  it.each([
    ['is set forward', hours(1), true],
    ['is set back', -hours(1), true],
    ['skips the time of a sleep', hours(8), false],
  ])('waits for the time that the machine is awake when its clock %s', (_, by, set) => {
    const computer = machine()
    const { ages, addFile } = spoolOn(computer)
    computer.pass(hours(2))
    addFile(computer.time.wall)
    computer.pass(seconds(30))
    // Written just before the jump, found just after it.
    const last = computer.time.wall
    if (set) computer.set(by)
    else computer.sleep(by, { steadyToo: true })
    computer.clock.check()
    addFile(last)
    computer.pass(seconds(5))
    addFile(computer.time.wall)
    computer.pass(seconds(10))
    const [before, between, after] = ages() as [number, number, number]
    for (const [age, expected] of [
      [before, seconds(45)],
      [between, seconds(15)],
      [after, seconds(10)],
    ] as const)
      expect(Math.abs(age - expected)).toBeLessThanOrEqual(TICK)
  })
})

it('live inputs report a jump and do not count it as waiting time', async () => {
  const { lync, spool } = lyncFolder()
  const file = join(spool, 'a.hist')
  writeFileSync(file, 'x')
  const live = await watchFolder(lync)
  const [item] = live.inputs.spools()[0]?.items.values() ?? []
  const waited = () => live.inputs.now() - (item?.since ?? 0)
  live.time.pass(seconds(8))
  await live.inputs.rescan()
  expect(waited()).toBeGreaterThanOrEqual(seconds(8))
  live.time.set(hours(3))
  expect(waited()).toBeLessThan(minutes(1))
  expect(live.events('clock-changed')).toMatchObject([{ reason: 'set' }])
  live.time.pass(hours(8))
  expect(waited()).toBeLessThan(minutes(1))
  expect(live.events('clock-changed')).toMatchObject([{ reason: 'set' }, { reason: 'slept' }])
  rmSync(file)
  await live.until(() => live.events('item-gone').length === 1)
  expect(live.events('item-gone')[0]?.waited).toBeLessThan(minutes(1))
  expect(live.events('item-gone')[0]?.waited).toBeGreaterThanOrEqual(seconds(8))
})
