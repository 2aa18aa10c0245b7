import { lstatSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { writeOutputFile } from '../../src/output/output-file.ts'
import { limitTest } from '../support/limits/limit-test.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

limitTest('output/resolve-target.ts MAX_LINKS', {
  at(value) {
    const { first, last, target } = chainOfLinks(value)
    writeOutputFile(first, 'new')
    expect(readFileSync(target, 'utf8')).toBe('new')
    expect(lstatSync(last).isSymbolicLink()).toBe(true)
  },
  beyond(value) {
    const { first, last } = chainOfLinks(value + 1)
    expect(() => writeOutputFile(first, 'new')).toThrow('its links form a loop, or are too many')
    // No link is replaced by the file.
    expect(lstatSync(last).isSymbolicLink()).toBe(true)
  },
})

/** So many links, each to the next, and the last one to a file that does not exist. */
function chainOfLinks(count: number) {
  const folder = temporaryFolder('links')
  const link = (at: number) => join(folder, String(at))
  for (let at = 1; at <= count; at += 1) symlinkSync(String(at + 1), link(at))
  return { first: link(1), last: link(count), target: link(count + 1) }
}
