import { expect, it } from 'vitest'
import { didYouMean } from '../../src/settings/nearest.ts'

const rules = ['spool-message-stuck', 'spool-backlog-growing', 'clock-skew']

it('suggests the nearest, also to a mistyped part of it', () => {
  expect(didYouMean('clok-skew', rules)).toBe(' Did you mean clock-skew?')
  expect(didYouMean('message', rules)).toBe(' Did you mean spool-message-stuck?')
  expect(didYouMean('spool-mesage', rules)).toBe(' Did you mean spool-message-stuck?')
})

it('suggests nothing when nothing is near', () => {
  expect(didYouMean('something-else', rules)).toBe('')
  expect(didYouMean('foo', rules)).toBe('')
})
