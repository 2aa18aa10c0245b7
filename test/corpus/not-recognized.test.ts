import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { etlBinary } from '../../src/parsers/etl/etl-binary.ts'
import { parsers } from '../../src/parsers/index.ts'
import { clixml } from '../../src/parsers/powershell/clixml.ts'
import { powershellCsv } from '../../src/parsers/powershell/powershell-csv.ts'
import { powershellJson } from '../../src/parsers/powershell/powershell-json.ts'
import { powershellList } from '../../src/parsers/powershell/powershell-list.ts'
import { powershellTable } from '../../src/parsers/powershell/powershell-table.ts'
import { headOf } from '../support/read-text.ts'
import { corpus, requires } from '../support/requires.ts'

const { skip, title } = requires('corpus')
const all = new Set([
  ...parsers,
  clixml,
  powershellCsv,
  powershellJson,
  powershellList,
  powershellTable,
])
const recognisedBy = (path: string) => {
  const head = headOf(readFileSync(path))
  return [...all]
    .filter((parser) => parser.recognise(head) !== undefined)
    .map(({ format }) => format)
}

describe.skipIf(skip)(`real files${title}`, () => {
  it('of wpaexporter are not recognized', () => {
    const names = readdirSync(`${corpus()}/text`).filter((name) =>
      /^etwanalyzer__.*\.csv$/.test(name),
    )
    expect(names).not.toEqual([])
    for (const name of names) expect(recognisedBy(`${corpus()}/text/${name}`)).toEqual([])
  })

  it.each([
    ['tmf', 'tmf'],
    ['manifests', 'manifest'],
  ])('in the folder %s are recognized only as %s', (folder, format) => {
    const names = readdirSync(`${corpus()}/${folder}`)
    expect(names).not.toEqual([])
    for (const name of names)
      expect(recognisedBy(`${corpus()}/${folder}/${name}`)).toEqual([format])
  })

  it('that are binary traces are recognized only as such', () => {
    const names = readdirSync(`${corpus()}/etl`)
    expect(names).not.toEqual([])
    for (const name of names)
      expect(recognisedBy(`${corpus()}/etl/${name}`)).toEqual([etlBinary.format])
  })
})
