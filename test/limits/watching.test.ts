import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { CaughtFiles } from '../../src/inputs/live/caught-files.ts'
import { RotationCount } from '../../src/inputs/live/rotation-count.ts'
import { keepsTest, limitTest } from '../support/limits/limit-test.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

keepsTest('inputs/live/caught-files.ts MAX_CAUGHT', (count) => {
  const folder = temporaryFolder('caught')
  const caught = new CaughtFiles()
  for (let at = 0; at < count; at += 1) {
    writeFileSync(join(folder, `${at}.log`), 'x')
    caught.catch({ location: folder, path: '' }, `${at}.log`, 0, () => false)
  }
  const { length } = caught.all()
  caught.close()
  return length
})

/** Loses a log, and gets notifications of so many names with it. */
function lostAmong(names: number): number {
  const rotations = new RotationCount(() => false)
  rotations.onRename('Tracing', 'log')
  for (let at = 1; at < names; at += 1) rotations.onRename('Tracing', `name ${at}`)
  rotations.onRename('Tracing', 'name 1')
  const takeLost = () => rotations.takeLost('Tracing', ({ name }) => name === 'log', 0)
  return takeLost() + takeLost()
}

limitTest('inputs/live/rotation-count.ts MAX_NAMES', {
  at: (names) => expect(lostAmong(names)).toBe(1),
  beyond: (names) => expect(lostAmong(names + 1)).toBe(0),
})
