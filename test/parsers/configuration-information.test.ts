import { describe, expect, it } from 'vitest'
import { configurationInformation } from '../../src/parsers/configuration-information/configuration-information.ts'
import { readSample, readText } from '../support/read-text.ts'

const rows = (name: string) =>
  readSample(configurationInformation, name).observations.map((observation) =>
    observation.kind === 'configuration-row'
      ? [observation.name, observation.value, observation.status, observation.source.line]
      : observation,
  )

describe('Configuration Information', () => {
  it('has rows of name, value and status, separated by semicolons', () => {
    expect(rows('semicolons.txt').slice(2, 8)).toEqual([
      ['Inside User Status', 'TRUE', undefined, 3],
      ['Contact List Provider', 'UCS', undefined, 4],
      ['EWS Internal URL', 'https://mail.contoso.example/EWS/Exchange.asmx', undefined, 5],
      ['EWS External URL', 'https://mail.contoso.example/EWS/Exchange.asmx', undefined, 6],
      ['MAPI Information', 'MAPI unavailable;MAPI unavailable', 'retrying connection', 7],
      ['EWS Information', 'EWS not deployed', 'EWS not deployed', 8],
    ])
  })

  it('may be separated by tabs and keeps a status in another language', () => {
    expect(rows('tabs-german.txt').slice(2)).toEqual([
      ['MAPI Information', 'MAPI-Status OK', 'MAPI-Status OK', 3],
      ['EWS Information', '', 'EWS-Status OK', 4],
    ])
  })

  it('may be separated by blanks, below a title', () => {
    expect(rows('blanks.txt')).toEqual([
      ['EWS Internal URL', 'https://mail.contoso.example/EWS/Exchange.asmx', undefined, 3],
      ['EWS Information', 'EWS Status OK', 'EWS Status OK', 4],
      ['Contact List Provider', 'Skype for Business Server', undefined, 5],
    ])
  })

  it('is recognized by two of its rows', () => {
    const row = 'EWS Information;x;EWS Status OK\n'
    expect(readText(configurationInformation, row).recognition).toBeUndefined()
    expect(readText(configurationInformation, row + row).recognition).toBeUndefined()
    expect(readText(configurationInformation, `${row}MAPI Information;x;--\n`).recognition).toEqual(
      {},
    )
    expect(
      readText(configurationInformation, 'EWS Information: see MAPI Information\n').recognition,
    ).toBeUndefined()
  })
})
