import { describe, expect, it } from 'vitest'
import { explainEwsCode } from '../../src/evidence/ews-codes.ts'
import { ewsState } from '../../src/evidence/ews-state.ts'
import { rtfToLines } from '../../src/inputs/documents/rtf-text.ts'
import { ownValue, setOwn } from '../../src/model/defined.ts'
import { readLayout } from '../../src/parsers/etl/decoders/layout.ts'
import { wineventCsv } from '../../src/parsers/trace-csv/winevent-csv.ts'
import { readBytes } from '../support/read-bytes.ts'

/** Names that every object inherits, which evidence may contain like any other word. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype)

describe.each(INHERITED)('the word %s in evidence', (name) => {
  it('is not found in a record that does not have it', () => {
    expect(ownValue({ a: 1 }, name)).toBeUndefined()
  })

  it('becomes an ordinary property', () => {
    const record: Record<string, unknown> = {}
    setOwn(record, name, { a: 1 })
    setOwn(record, name, { b: 2 })
    expect(JSON.parse(JSON.stringify(Object.entries(record)))).toEqual([[name, { b: 2 }]])
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype)
  })

  it('is no control word of RTF', () => {
    const { text } = rtfToLines(`{\\rtf1 a\\${name} b}`, () => '')
    expect(text).toMatch(/^a.*b$/)
    expect(text).not.toContain('native code')
  })

  it('is no row of the Configuration Information', () => {
    const { listeners, result } = ewsState.start()
    const before = JSON.stringify(result())
    listeners['configuration-row']?.({
      kind: 'configuration-row',
      name,
      value: 'x',
      source: { path: 'a' },
    })
    expect(JSON.stringify(result())).toBe(before)
  })

  it('is an error code without special advice', () => {
    expect(explainEwsCode(name)).toEqual(explainEwsCode('ErrorOfAnotherKind'))
  })

  it('is no level of an event', () => {
    const csv = [
      '"TimeCreated","ProviderName","Id","LevelDisplayName","Message"',
      `"6/14/2016 2:23:28 PM","Lync","1","${name}","text"`,
    ].join('\r\n')
    const { observations } = readBytes(wineventCsv, `${csv}\r\n`)
    expect(observations).toHaveLength(1)
    expect(observations[0]).not.toHaveProperty('event.level')
  })

  it('is a field of an event', () => {
    const layout = [{ name, read: () => 'value' }] as unknown as Parameters<typeof readLayout>[0]
    const payload = { at: 0, to: 0, exhausted: false, spendWork: () => true, slots: [] }
    const { fields } = readLayout(layout, payload as never)
    expect(Object.entries(fields)).toEqual([[name, 'value']])
  })
})
