import { describe, expect, it } from 'vitest'
import { RotationCount } from '../../../src/inputs/live/rotation-count.ts'

const FOLDER = 'Tracing'
const LOGS = new Set(['log', 'log.1', 'log.2', 'log.5'])

/** `listed`: the names that have files at first. */
function counting(...listed: readonly string[]) {
  const rotations = new RotationCount((_, name) => listed.includes(name))
  let settledCount = 0
  let files = 0
  const open = (name: string, identity: string) => rotations.onOpened(FOLDER, { name, identity })
  /**
   * Names of notifications; `+log` stands for another file that was opened there, `log=a` for the
   * file `a`.
   */
  const notify = (...notifications: readonly string[]): void => {
    for (const name of notifications) {
      const [place = '', identity] = name.split('=')
      if (identity !== undefined) open(place, identity)
      else if (name.startsWith('+')) {
        files += 1
        open(name.slice(1), `file ${files}`)
      } else rotations.onRename(FOLDER, name)
    }
  }
  const isLog = ({ name }: { readonly name: string }) => LOGS.has(name)
  return {
    notify,
    /** Takes the lost files while notifications of the last opened files are still to come. */
    take(...notifications: readonly string[]): number {
      notify(...notifications)
      return rotations.takeLost(FOLDER, isLog, settledCount)
    },
    /** Takes them when all notifications came. */
    takeAll(...notifications: readonly string[]): number {
      notify(...notifications)
      settledCount = rotations.openedCount
      const lost = rotations.takeLost(FOLDER, isLog, settledCount)
      return lost + rotations.takeLost(FOLDER, isLog, settledCount)
    },
    existing(name: string, identity: string): void {
      rotations.onExisting(FOLDER, { name, identity })
    },
  }
}

const PAIR = ['log', 'log.1', 'log']
const CHAIN = ['log.1', 'log.2', 'log', 'log.1', 'log']

describe('the files of a log that were lost', () => {
  it.each([
    ['a pair', PAIR],
    ['a chain', CHAIN],
    ['a deleted log', ['log', 'log']],
  ])('are those of %s that began and were not opened', (_, rotation) => {
    const { take, takeAll } = counting('log', 'log.1')
    expect(take(...rotation, '+log')).toBe(0)
    expect(takeAll(...rotation, ...rotation, ...rotation, '+log')).toBe(2)
    expect(take(...rotation, '+log')).toBe(0)
    expect(takeAll()).toBe(0)
  })

  it('are none when a file is opened before its notification', () => {
    const { take } = counting('log', 'log.1')
    expect(take('log', 'log.1', '+log')).toBe(0)
    expect(take('log')).toBe(0)
  })

  it('are none however many files are opened before their notifications', () => {
    const { take, takeAll } = counting('log', 'log.1')
    expect(take('+log', '+log', '+log', '+log')).toBe(0)
    expect(takeAll(...PAIR, ...PAIR, ...PAIR, ...PAIR)).toBe(0)
    expect(takeAll(...PAIR)).toBe(1)
  })

  it('are none when a file is opened at its next name, a moment later', () => {
    const { take, takeAll } = counting('log', 'log.1')
    expect(take(...PAIR)).toBe(0)
    expect(take('log', 'log.1', '+log.1')).toBe(0)
    expect(takeAll('log', '+log')).toBe(0)
  })

  it('do not include files of other names, nor a file that replaces a log', () => {
    const { takeAll } = counting('log')
    expect(takeAll('new', 'new', 'new')).toBe(0)
    expect(takeAll('log.new', 'log.new', 'log', '+log')).toBe(0)
  })

  it.each([
    ['was opened twice', ['+log', 'log', 'log=file 1', 'log.1=file 1']],
    ['was there before the folder was watched', ['log=old', 'log.1=older']],
    ['began at the name of no log', ['+other', '+a', '+b', '+c']],
    ['has a beginning that nobody notified', ['+log', '+log.1']],
  ])('are not hidden by a file that %s', (_, opened) => {
    const { existing, takeAll } = counting('log', 'log.1')
    existing('log', 'old')
    existing('log.1', 'older')
    takeAll(...opened)
    expect(takeAll(...PAIR)).toBe(1)
    expect(takeAll(...PAIR, ...PAIR, '+log')).toBe(1)
  })

  it('are not hidden by the file that took the place of a lost one', () => {
    const { takeAll } = counting('log', 'log.1')
    // When the second beginning is notified, its file is gone: the third one is opened there.
    expect(takeAll(...PAIR, 'log=third', 'log', 'log.1', 'log', 'log=third')).toBe(1)
    expect(takeAll()).toBe(0)
  })

  it('are none where a file is renamed after the oldest one was deleted', () => {
    const { existing, takeAll } = counting('log', 'log.5', 'log.4')
    existing('log', 'a')
    existing('log.4', 'b')
    existing('log.5', 'c')
    takeAll()
    // Deleted: log.5. Renamed: log.4 to log.5, log to log.4. Created: log.
    const steps = ['log.5', 'log.4', 'log.5', 'log.5=b', 'log', 'log.4', 'log.4=a', 'log', '+log']
    expect(takeAll(...steps)).toBe(0)
  })

  it('are counted when they are notified late, too', () => {
    const { takeAll, notify } = counting('log', 'log.1')
    notify(...PAIR)
    notify(...PAIR)
    expect(takeAll()).toBe(2)
  })

  it('are counted after watching began in the middle of a rotation', () => {
    const { takeAll } = counting('log.1')
    expect(takeAll('log.1', 'log', '+log')).toBe(0)
    expect(takeAll(...PAIR)).toBe(1)
    expect(takeAll(...PAIR, '+log')).toBe(0)
  })
})
