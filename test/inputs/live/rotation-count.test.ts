import { describe, expect, it } from 'vitest'
import { RotationCount } from '../../../src/inputs/live/rotation-count.ts'

const FOLDER = 'Tracing'
const LOGS = new Set(['log', 'log.1', 'log.2'])

/** `listed`: the names that have files at first. */
function counting(...listed: readonly string[]) {
  const rotations = new RotationCount((_, name) => listed.includes(name))
  let now = 0
  /** Names of notifications; `+log` stands for a file that was opened there. */
  const notify = (...notifications: readonly string[]): void => {
    for (const name of notifications) {
      now += 1
      if (name.startsWith('+')) rotations.onOpened(FOLDER, name.slice(1))
      else rotations.onRename(FOLDER, name, now)
    }
  }
  return {
    notify,
    take(...notifications: readonly string[]): number {
      notify(...notifications)
      return rotations.takeLost(FOLDER, LOGS, now)
    },
    wait(): void {
      now += 60_000
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
    const { take } = counting('log', 'log.1')
    expect(take(...rotation, '+log')).toBe(0)
    expect(take(...rotation, ...rotation, ...rotation, '+log')).toBe(2)
    expect(take(...rotation, '+log')).toBe(0)
    expect(take()).toBe(0)
  })

  it('are none when a file is opened before its notification', () => {
    const { take } = counting('log', 'log.1')
    expect(take('log', 'log.1', '+log')).toBe(0)
    expect(take('log')).toBe(0)
  })

  it('do not include files of other names, nor a file that replaces a log', () => {
    const { take } = counting('log')
    expect(take('new', 'new', 'new')).toBe(0)
    expect(take('log.new', 'log.new', 'log', '+log')).toBe(0)
  })

  it('are not offset by files that were opened long before', () => {
    const { take, wait } = counting('log', 'log.1')
    expect(take('other', '+other', '+a', '+b', '+c')).toBe(0)
    wait()
    expect(take()).toBe(0)
    expect(take(...PAIR)).toBe(1)
  })

  it('are reported late, too', () => {
    const { take, notify, wait } = counting('log', 'log.1')
    notify(...PAIR)
    wait()
    notify(...PAIR)
    wait()
    expect(take()).toBe(2)
  })
})
