import { expect, it } from 'vitest'
import { didYouMean } from '../../src/cli/did-you-mean.ts'

const rules = ['spool-message-stuck', 'spool-backlog-growing', 'clock-skew']

it('suggests the nearest word, also for a part of it', () => {
  expect(didYouMean('clok-skew', rules)).toBe(' Did you mean clock-skew?')
  expect(didYouMean('message', rules)).toBe(' Did you mean spool-message-stuck?')
  expect(didYouMean('spool-mesage', rules)).toBe(' Did you mean spool-message-stuck?')
})

it('suggests nothing when no word is near', () => {
  expect(didYouMean('something-else', rules)).toBe('')
  expect(didYouMean('foo', rules)).toBe('')
})
