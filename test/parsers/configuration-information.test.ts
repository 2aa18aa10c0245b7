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
      ['MAPI Information', 'MAPI unavailable', 'MAPI unavailable; retrying connection', 7],
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

  it('may be retyped with colons', () => {
    const text = [
      'EWS Information: EWS not deployed',
      'EWS Internal URL : https://mail.contoso.example:443/EWS/Exchange.asmx',
      'MAPI Information：MAPI unavailable; retrying connection;MAPI Status OK;',
    ].join('\n')
    expect(readText(configurationInformation, text).observations).toMatchObject([
      { name: 'EWS Information', value: 'EWS not deployed' },
      { name: 'EWS Internal URL', value: 'https://mail.contoso.example:443/EWS/Exchange.asmx' },
      {
        name: 'MAPI Information',
        value: 'MAPI unavailable; retrying connection',
        status: 'MAPI Status OK',
      },
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

  it('keeps a semicolon in a value, and one in a status', () => {
    const read = readSample(configurationInformation, 'inner-semicolons.txt')
    expect(read.observations).toMatchObject([
      {
        name: 'Quality Metrics URI',
        value: 'sip:fe01.contoso.example@contoso.example;gruu;opaque=srvr:HomeServer:abc',
      },
      { name: 'Voice Mail URI', value: 'sip:kim@contoso.example;opaque=app:voicemail' },
      { name: 'MRAS Server', status: 'Enabled' },
      { name: 'EWS Internal URL', value: 'https://mail.contoso.example/EWS/Exchange.asmx' },
      { name: 'EWS Information', value: 'Connected; last checked 10:31', status: 'EWS Status OK' },
      {
        name: 'MAPI Information',
        value: expect.stringContaining('in the process of connecting'),
        status: 'MAPI unavailable; retrying connection',
      },
    ])
    const spaced = 'EWS Information; x; EWS Status OK;\nMAPI Information; ; MAPI Status OK;\n'
    expect(rowsOf(spaced)).toEqual([
      ['EWS Information', 'x', 'EWS Status OK'],
      ['MAPI Information', '', 'MAPI Status OK'],
    ])
  })

  it.each([
    [
      'quoted CSV',
      '"EWS Internal URL","https://a/b","--",\n"EWS Information","Not; here","EWS not deployed",\n',
    ],
    [
      'plain CSV',
      'EWS Internal URL,https://a/b,--,\nEWS Information,"Not; here",EWS not deployed,\n',
    ],
    [
      'CSV with semicolons',
      'EWS Internal URL;https://a/b;--;\nEWS Information;"Not; here";EWS not deployed;\n',
    ],
    ['tabs', 'EWS Internal URL\thttps://a/b\t--\nEWS Information\tNot; here\tEWS not deployed\n'],
    [
      'blanks',
      'EWS Internal URL  https://a/b   --\nEWS Information    Not; here  EWS not deployed\n',
    ],
    [
      'blanks that do not break',
      'EWS Internal URL\u00a0\u00a0https://a/b\u00a0 --\nEWS Information\u00a0 Not; here\u202f EWS not deployed\n',
    ],
    [
      'a Markdown table',
      '| Name | Value | Status |\n|---|---|---|\n| EWS Internal URL | https://a/b | -- |\n| EWS Information | Not; here | EWS not deployed |\n',
    ],
    [
      'cells in lines',
      'Name\nValue\nStatus\nEWS Internal URL\n\nhttps://a/b\n--\n\nEWS Information\nNot; here\n\nEWS not deployed\n',
    ],
  ])('may be copied as %s', (_, text) => {
    const read = readText(configurationInformation, text)
    expect(rowsOf(text)).toEqual([
      ['EWS Internal URL', 'https://a/b', undefined],
      ['EWS Information', 'Not; here', 'EWS not deployed'],
    ])
    expect(read.tally.unreadLineCount).toBe(0)
  })

  it('may have blank cells in lines', () => {
    expect(rows('word-table.txt')).toEqual([
      ['EWS Internal URL', '', undefined, 1],
      ['EWS External URL', '', undefined, 5],
      ['EWS Information', 'EWS not deployed', undefined, 9],
    ])
  })

  it('may be wrapped by a mail', () => {
    const text =
      'MAPI Information;x;MAPI Status OK;\nEWS Information;Some features will not be available until the\nconnection is complete.;EWS unavailable;\n retrying;\n'
    expect(rowsOf(text).slice(0, 2)).toEqual([
      ['MAPI Information', 'x', 'MAPI Status OK'],
      [
        'EWS Information',
        'Some features will not be available until the connection is complete.',
        'EWS unavailable',
      ],
    ])
  })

  it('keeps the words of a status as they are', () => {
    const looking =
      'Lync is in the process of determining the location of Exchange Web Services. This process may take a few minutes.'
    const text = `EWS Internal URL;;--;\nEWS Information;${looking};EWS not fully initialized;\n`
    expect(rowsOf(text)[1]).toEqual(['EWS Information', looking, 'EWS not fully initialized'])
  })

  it('reports lines that are no row', () => {
    const text = 'Here it is\n\nEWS Information;;EWS Status OK;\nMAPI Information;;--;\nBye\n'
    expect(readText(configurationInformation, text).tally).toMatchObject({
      records: 2,
      unreadLines: [1, 5],
    })
    const cells = 'EWS Information\na\nb\nc\nMAPI Information\nMAPI Status OK\n'
    expect(readText(configurationInformation, cells).tally.unreadLines).toEqual([4])
  })
})

const rowsOf = (text: string) =>
  readText(configurationInformation, text).observations.map((observation) =>
    observation.kind === 'configuration-row'
      ? [observation.name, observation.value, observation.status]
      : observation,
  )
