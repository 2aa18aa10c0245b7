import { expect, it } from 'vitest'
import { BundleProgress, progressText } from '../../src/cli/bundle-progress.ts'
import type { TerminalText } from '../../src/terminal/terminal-text.ts'

it('shows the count, the rate and the time left', () => {
  expect(progressText({ done: 1250, total: 5000, rate: 612.4 })).toBe(
    '[######··················] 1,250 of 5,000 bundles, 612/s, 7 s left',
  )
  expect(progressText({ done: 5000, total: 5000, rate: 612.4 })).toBe(
    '[########################] 5,000 of 5,000 bundles, 612/s',
  )
  expect(progressText({ done: 3, total: 20_000, rate: 0.25 })).toBe(
    '[························] 3 of 20,000 bundles, 0.3/s, 22 h 13 min left',
  )
})

it('shows no time left when the total is unknown', () => {
  expect(progressText({ done: 12, total: undefined, rate: 99.6 })).toBe('12 bundles, 100/s')
})

it('shows a full bar for a batch without bundles', () => {
  expect(progressText({ done: 0, total: 0, rate: 0 })).toBe(
    '[########################] 0 of 0 bundles, 0.0/s',
  )
})

it('writes nothing when it is disabled, and clears its line at the end', () => {
  const written: string[] = []
  const screen = { write: (text: TerminalText) => written.push(String(text)) > 0 }
  const silent = new BundleProgress(screen, 3, false)
  silent.add()
  silent.end()
  expect(written).toEqual([])
  new BundleProgress(screen, 3, true).end()
  expect(written).toEqual(['\u001b[K'])
})
