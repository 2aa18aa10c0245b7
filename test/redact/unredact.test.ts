import { describe, expect, it } from 'vitest'
import { type EscapeMode, Unredactor } from '../../src/redact/unredact.ts'

const NAME = 'Kim \u001b]0;x\u0007\u009b31m\u0000 Akers'
const restored = (mode: EscapeMode) =>
  new Unredactor([['name-1', NAME, NAME]], mode).push('Hello name-1.', true)

describe('names from a map', () => {
  it.each(['plain', 'markup', 'json'] as const)('bring no control character into %s', (mode) => {
    expect(restored(mode)).toMatch(/^Hello Kim .* Akers\.$/)
    expect(restored(mode)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
  })

  it('are whole in JSON', () => {
    expect(JSON.parse(`"${restored('json')}"`)).toBe(`Hello ${NAME}.`)
  })
})
