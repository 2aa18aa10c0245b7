import { describe, expect, it } from 'vitest'
import { cutText } from '../../src/excerpts/cited-lines.ts'

const FILL = 'word '.repeat(55)

describe('cutText', () => {
  it('keeps a text that is short', () => {
    expect(cutText('a "b', false)).toBe('a "b')
    expect(cutText('a', true)).toBe('a…')
  })

  it.each([
    ['a word', `${FILL}kim@contoso.example-and-more-of-it`],
    ['a quoted name', `${FILL}"Kim Akers of Contoso and Fabrikam"`],
    ['an address', `${FILL}<sip:kim@contoso.example and more of it>`],
  ])('does not cut %s', (_, text) => {
    expect(cutText(text, false)).toBe(`${FILL.trim()}…`)
  })

  it('cuts a long quoted text between words', () => {
    expect(cutText(`x "${FILL}${FILL}"`, false)).toMatch(/^x "(?:word )+word…$/)
  })

  it('shows nothing of a long text without a blank', () => {
    expect(cutText('x'.repeat(400), false)).toBeUndefined()
  })
})
