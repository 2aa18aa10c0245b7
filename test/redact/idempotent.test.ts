import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { NameRegistry } from '../../src/redact/name-registry.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'
import { filesBelow } from '../support/samples.ts'
import { allKinds } from './kinds/all-kinds.ts'
import { inputsWith } from './kinds/inputs.ts'
import { redactLog } from './redact-log.ts'

const redact = (bytes: Buffer) => redactLog(bytes, new NameRegistry(new TokenGenerator()))

/** What changes when bytes are redacted a second time, as pairs of lines. */
function changesOf(bytes: Buffer): string[] {
  const once = redact(bytes)
  const twice = redact(once)
  if (twice.equals(once)) return []
  const lines = twice.toString('latin1').split('\n')
  return once
    .toString('latin1')
    .split('\n')
    .flatMap((line, index) => (line === lines[index] ? [] : [`${line} → ${lines[index]}`]))
}

describe('redacting what is redacted', () => {
  it('changes no sample', () => {
    const changed = filesBelow('samples').flatMap((path) => {
      const bytes = readFileSync(path)
      return changesOf(bytes).map((change) => `${path}: ${change}`)
    })
    expect(changed).toEqual([])
  })

  it.each(Object.entries(inputsWith))('changes no %s', (_, withText) => {
    const all = allKinds.map(({ text }) => withText(text)).join('')
    expect(changesOf(Buffer.from(all))).toEqual([])
  })
})
