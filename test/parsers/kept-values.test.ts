import { describe, expect, it } from 'vitest'
import { readManDocument } from '../../src/parsers/etl/decoders/manifest/man-document.ts'
import { parsers } from '../../src/parsers/index.ts'
import { parseTextOutput } from '../../src/parsers/powershell/text-output.ts'
import { findJsonDocuments } from '../../src/parsers/shared/json-document.ts'
import {
  MAX_KEPT_VALUES,
  MAX_NESTING,
  TOO_MANY_VALUES,
} from '../../src/parsers/shared/kept-values.ts'
import { readBytes } from '../support/read-bytes.ts'

const OBJS = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">'
const OBJECT = '<Obj><S N="Identity">Global</S><B N="EnableOfflineIm">true</B></Obj>'

const readDamage = (format: string, text: string) => {
  const parser = parsers.find((parser) => parser.format === format)
  if (!parser) throw new Error(`No parser for ${format}`)
  const { observations, tally } = readBytes(parser, text)
  return { observations, reasons: tally.damage.map(({ reason }) => reason) }
}

describe('a document with more values than are kept', () => {
  const many = MAX_KEPT_VALUES

  it.each<readonly [string, string, string]>([
    ['powershell-json', 'closed brackets', '[]\n'.repeat(many / 4)],
    ['powershell-json', 'empty arrays in an array', `[${'[],'.repeat(many)}[]]`],
    ['collection-manifest', 'files', `{"spoolscopeManifest":1,"files":[${'{},'.repeat(many)}{}]}`],
    ['powershell-list', 'objects', 'a:\n\n'.repeat(many / 3)],
    ['powershell-table', 'tables of underlines', 'a\n-- --\nb\n\n'.repeat(many / 6)],
    ['powershell-table', 'columns', `a\n${'-- '.repeat(2000)}\n${'b\n'.repeat(2000)}`],
    ['powershell-csv', 'cells', `EnableOfflineIm,b,c\n${',,\n'.repeat(many / 3)}`],
    ['clixml', 'objects', OBJS + '<Obj><S N="a"/></Obj>'.repeat(many / 8)],
  ])('%s: is read up to them, and says so: %s', (format, _, text) => {
    const { reasons } = readDamage(format, text)
    expect(reasons).toContain(TOO_MANY_VALUES)
  })

  it('keeps no more of them than allowed', () => {
    const { lists, tables } = parseTextOutput('a:\n\n'.repeat(many / 3))
    expect(
      [...lists, ...tables].reduce((sum, { properties }) => sum + properties.size, 0),
    ).toBeLessThan(many)
    const documents = findJsonDocuments('[]\n'.repeat(many / 4))
    expect(documents.length).toBeLessThan(many / 8)
    expect(documents.at(-1)?.problem).toBe(TOO_MANY_VALUES)
  })
})

it('reads a document with as many values as are kept', () => {
  const element = '{"Identity":"Global","EnableOfflineIm":true}'
  const count = Math.floor(MAX_KEPT_VALUES / 3) - 10
  const { observations, reasons } = readDamage(
    'powershell-json',
    `[${Array.from({ length: count }, () => element).join()}]`,
  )
  expect(reasons).toEqual([])
  expect(observations).toHaveLength(count)
})

it('reads a document of 2 million lines, and the beginning of a longer one', () => {
  const lines = (count: number) => 'ab\n'.repeat(count)
  expect(readDamage('powershell-list', lines(2_000_000)).reasons.join()).not.toContain('more lines')
  expect(readDamage('powershell-list', lines(2_000_001)).reasons.join()).toContain('more lines')
})

describe('a document that nests', () => {
  const nest = (open: string, inner: string, close: string, depth: number) =>
    open.repeat(depth) + inner + close.repeat(depth)

  it('as deep as allowed is read as JSON, and deeper is damaged', () => {
    const deep = (depth: number) => findJsonDocuments(nest('[', '1', ']', depth))[0]
    expect(deep(MAX_NESTING)).toMatchObject({ value: [expect.anything()] })
    expect(deep(MAX_NESTING + 1)).toMatchObject({ value: undefined, problem: expect.any(String) })
    expect(deep(5_000_000)?.value).toBeUndefined()
  })

  it('as deep as allowed is read as XML, and deeper is read up to there', () => {
    const damage = (depth: number) =>
      readDamage('clixml', `${OBJS}${OBJECT}${nest('<Obj>', '', '</Obj>', depth)}</Objs>`)
    expect(damage(MAX_NESTING - 1).reasons).toEqual([])
    const deeper = damage(100_000)
    expect(deeper.observations).toHaveLength(1)
    expect(deeper.reasons).toEqual(['XML with more than 256 elements inside each other'])
    expect(readManDocument(nest('<provider>', '', '</provider>', 1_000_000))).toMatchObject({
      errors: 1,
    })
  })
})
