import { expect } from 'vitest'
import type { Observation } from '../../src/model/observation.ts'
import { parseSipAddress } from '../../src/model/sip-message.ts'
import { rowNames, splitRow } from '../../src/parsers/configuration-information/split-row.ts'
import { readTmf } from '../../src/parsers/etl/wpp/read-tmf.ts'
import { parsers } from '../../src/parsers/index.ts'
import { findJsonDocuments } from '../../src/parsers/shared/json-document.ts'
import { readXml } from '../../src/parsers/shared/read-xml.ts'
import { parseProvisioning } from '../../src/parsers/sip/provisioning.ts'
import { SipHead } from '../../src/parsers/sip/sip-head.ts'
import { parseListingRow } from '../../src/parsers/spool-listing/listing-row.ts'
import { acceptsTest, keepsTest, limitTest } from '../support/limits/limit-test.ts'
import { readBytes } from '../support/read-bytes.ts'

/** Reads a text with the parser of a format. */
function read(format: string, text: string) {
  const parser = parsers.find((candidate) => candidate.format === format)
  if (!parser) throw new Error(`No parser for ${format}`)
  const { observations, tally } = readBytes(parser, text)
  return {
    observations,
    tally,
    reasons: tally.damage.map(({ reason }) => reason).join('\n'),
    notes: tally.notes.join('\n'),
  }
}

const lengthOf = (observation: Observation | undefined): number =>
  observation?.kind === 'trace' ? observation.event.message.length : -1

acceptsTest('model/sip-message.ts MAX_ADDRESS_CHARACTERS', (length) => {
  const address = `kim@${'x'.repeat(length - 'kim@'.length)}`
  return parseSipAddress(`sip:${address}`) === address
})

acceptsTest(
  'parsers/shared/read-whole-text.ts MAX_DOCUMENT_BYTES',
  (bytes) =>
    !read('collection-manifest', '{"spoolscopeManifest":1'.padEnd(bytes)).reasons.includes(
      'is longer than 32 MiB and was not read',
    ),
)

acceptsTest(
  'parsers/shared/read-whole-text.ts MAX_DOCUMENT_LINES',
  (lines) => !read('powershell-list', 'ab\n'.repeat(lines)).reasons.includes('more lines than'),
)

acceptsTest('parsers/shared/kept-values.ts MAX_NESTING', (depth) => {
  const [document] = findJsonDocuments(`${'['.repeat(depth)}1${']'.repeat(depth)}`)
  const xml = readXml(`${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`, {})
  expect(xml).toBe(document?.value === undefined ? 1 : 0)
  return document?.value !== undefined
})

limitTest('parsers/shared/kept-values.ts MAX_KEPT_VALUES', {
  at: (value) => expect(elementsRead(value)).toBe(value),
  beyond: (value) => expect(elementsRead(value + 1)).toBe(value),
})

function elementsRead(count: number): number {
  let elements = 0
  readXml('<a/>'.repeat(count), {
    open() {
      elements += 1
    },
  })
  return elements
}

limitTest('parsers/shared/read-xml.ts MAX_XML_ERRORS', {
  at: (value) => expect(isReadToItsEnd(value)).toBe(true),
  beyond: (value) => expect(isReadToItsEnd(value + 1)).toBe(false),
})

/** Whether XML is read to its end when so many errors are more than a piece of it before. */
function isReadToItsEnd(errors: number): boolean {
  let isRead = false
  readXml(`${'</a>'.repeat(errors)}${' '.repeat(40_000)}<end/>`, {
    open(name) {
      isRead ||= name === 'end'
    },
  })
  return isRead
}

limitTest('parsers/shared/record-window.ts MAX_RECORD_BYTES', {
  at: (value) => expect(readTracefmt(value).notes).toBe(''),
  beyond(value) {
    const { notes, observations } = readTracefmt(value + 1)
    expect(notes).toContain('A record is longer than 4 MiB: only its beginning was read')
    expect(observations).toHaveLength(2)
  },
})

function readTracefmt(bytes: number) {
  const prefix = '[0]0584.0A44::06/14/2016-11:10:46.230 [client]'
  return read('tracefmt-text', `${prefix.padEnd(bytes - 1, 'x')}\n${prefix}next\n`)
}

const CLIENT_RECORD = '06/14/2016|10:00:01.000 1A2C:9F4 TRACE :: '

limitTest('parsers/client-log/client-log-packet.ts MAX_RECORD_BYTES', {
  at: (value) => expect(readClientLog(value - CLIENT_RECORD.length - 1).notes).toBe(''),
  beyond: (value) => expect(readClientLog(value + 200).notes).toContain('is longer than 4 MiB'),
})

keepsTest('parsers/client-log/client-log.ts MAX_MESSAGE_CHARACTERS', (length) =>
  lengthOf(readClientLog(length).observations[0]),
)

const readClientLog = (length: number) =>
  read('client-log', `${CLIENT_RECORD}${'x'.repeat(length)}\n${CLIENT_RECORD}next\n`)

limitTest('parsers/sip/provisioning.ts MAX_VALUE_CHARACTERS', {
  at: (value) => expect(provisionedLength(value)).toBe(value),
  beyond: (value) => expect(provisionedLength(value + 1)).toBe(value),
})

const provisionedLength = (length: number): number | undefined =>
  parseProvisioning(
    '<provisionGroupList><provisionGroup name="a"><b>' +
      `<property name="ewsUrl">${'x'.repeat(length)}</property></b></provisionGroup>` +
      '</provisionGroupList>',
  )[0]?.value.length

acceptsTest('parsers/registry/registry-export.ts MAX_VALUE_CHARACTERS', (length) => {
  const key = 'Windows Registry Editor Version 5.00\n\n[HKEY_CURRENT_USER\\Software\\X]\n'
  const value = `"a"="${'x'.repeat(length - '"a"=""'.length)}"`
  const { observations, notes } = read('registry-export', `${key}${value}\n`)
  const isRead = observations.some(({ kind }) => kind === 'registry-value')
  expect(notes.includes('Values longer than 64 KiB were skipped')).toBe(!isRead)
  return isRead
})

acceptsTest('parsers/event-xml/event-xml.ts MAX_EVENT_BYTES', (bytes) => {
  const start =
    '<Event><System><Provider Name="x"/><TimeCreated SystemTime="2016-06-14T10:00:00Z"/></System>' +
    '<RenderingInfo><Message>'
  const end = '</Message></RenderingInfo></Event>'
  const text = 'x'.repeat(bytes - start.length - end.length)
  const { observations, tally } = read('event-xml', `${start}${text}${end}\n`)
  expect(tally.unreadable).toBe(1 - observations.length)
  return observations.length === 1
})

limitTest('parsers/exchange-ews-log/exchange-ews-log.ts MAX_ROW_CHARACTERS', {
  at: (value) => expect(readEwsLog(value)).toBe(0),
  beyond: (value) => expect(readEwsLog(value + 1)).toBe(1),
})

/** The unread rows of a log with one row of this length. */
function readEwsLog(length: number): number {
  const header =
    'DateTime,RequestId,HttpStatus,ErrorCode,SoapAction,UserAgent,AuthenticatedUser,ExceptionName'
  const row = '2016-06-14T10:00:00.000Z,1,200,,CreateItem,OC/16.0.1.1,kim@contoso.example,'
  const { tally } = read('exchange-ews-log', `${header}\n${row.padEnd(length, 'x')}\n`)
  return tally.unreadable + tally.unreadLineCount
}

limitTest('parsers/trace-csv/csv-rows.ts MAX_ROW_BYTES', {
  at: (value) => expect(readLostQuote(value)).toBe(0),
  beyond: (value) => expect(readLostQuote(value + 2)).toBeGreaterThan(0),
})

/** The damage of a trace with a quoted field over two lines, in a row of this length. */
function readLostQuote(bytes: number): number {
  const header = '"Message","Id","ProviderName","TimeCreated"\n'
  const end = '","1","x","06/14/2016 10:00:00"\n'
  const message = `"a\n${'x'.repeat(bytes - end.length - 2)}`
  return read('winevent-csv', `${header}${message}${end}`).tally.unreadable
}

limitTest('parsers/trace-csv/winevent-csv.ts MAX_HELD_ROWS', {
  at: (value) => expect(isSorted(value)).toBe(true),
  beyond: (value) => expect(isSorted(value + 1)).toBe(false),
})

/** Whether a list with the latest event first is passed on in the order of time. */
function isSorted(count: number): boolean {
  const start = Date.UTC(2016, 5, 14)
  const rows = Array.from({ length: count }, (_, index) => {
    const time = new Date(start + (count - index) * 1000).toISOString()
    return `"m","1","x","${time.slice(0, 19).replace('T', ' ')}"`
  })
  const { tally } = read(
    'winevent-csv',
    `"Message","Id","ProviderName","TimeCreated"\n${rows.join('\n')}\n`,
  )
  expect(tally.records).toBe(count)
  return tally.disorder === 0
}

acceptsTest('parsers/configuration-information/split-row.ts MAX_ROW_CHARACTERS', (length) => {
  const row = 'EWS Information;'.padEnd(length, 'x')
  expect([...rowNames(row)].length > 0).toBe(splitRow(row, ';').length > 0)
  return splitRow(row, ';').length > 0
})

acceptsTest('parsers/powershell/csv-table.ts MAX_HEADER_CHARACTERS', (length) => {
  const header = `Identity,${'x'.repeat(length - 'Identity,,EnableOfflineIm'.length)},EnableOfflineIm`
  const { observations } = read('powershell-csv', `${header}\nGlobal,1,False\n`)
  const [output] = observations
  return output?.kind === 'cmdlet-output' && output.properties.has('enableofflineim')
})

acceptsTest('parsers/powershell/text-output.ts MAX_LINE_CHARACTERS', (length) => {
  const line = 'EnableOfflineIm : False'.padEnd(length)
  const { observations } = read('powershell-list', `Identity : Global\n${line}\n`)
  const [output] = observations
  return output?.kind === 'cmdlet-output' && output.properties.has('enableofflineim')
})

acceptsTest('parsers/spool-listing/listing-row.ts MAX_ROW_CHARACTERS', (length) => {
  const row = '06/14/2016  10:00 AM             1,200 '
  return parseListingRow(row.padEnd(length, 'x')) !== undefined
})

acceptsTest('parsers/etl/wpp/read-tmf.ts MAX_ARGUMENTS', (count) => {
  const { messages, problems } = readMessage(
    Array.from({ length: count }, (_, at) => `  a${at}, ItemLong -- ${at + 10}`),
  )
  expect(messages.length).toBe(problems.length === 0 ? 1 : 0)
  return problems.length === 0
})

const TMF_HEAD =
  '11111111-2222-3333-4444-555555555555 program // SRC=a.c MJ= MN=\n' +
  '#typev a_c1 10 "%0%1" // LEVEL=INFO\n{\n'

function readMessage(lines: readonly string[]) {
  return readTmf(`${TMF_HEAD}${lines.join('\n')}\n}\n`)
}

keepsTest('parsers/etl/wpp/read-tmf.ts MAX_PROBLEMS', (count) => {
  const { problems } = readMessage(Array.from({ length: count }, () => '  not an argument'))
  return problems.length
})

acceptsTest('parsers/etl/wpp/read-tmf.ts MAX_LINE_CHARS', (length) => {
  const argument = ', ItemLong -- 10'
  const { messages } = readMessage([`${'a'.repeat(length - argument.length)}${argument}`])
  // A cut number is another one.
  return messages[0]?.arguments[0]?.number === 10
})

limitTest('parsers/spool-listing/dir-listing.ts MAX_LINE_BYTES', {
  at: (value) => expect(readLongListing(value)).toBe(1),
  beyond: (value) => expect(readLongListing(value + 1)).toBe(1),
})

/** The items of a listing with one line of this length between its rows. */
function readLongListing(bytes: number): number {
  const { observations } = read(
    'dir-listing',
    ' Directory of C:\\Users\\kim\\sip_kim@contoso.example\\History Spooler\n\n' +
      `${'x'.repeat(bytes)}\n` +
      '06/14/2016  10:00 AM             1,200 1.hist\n' +
      '               1 File(s)          1,200 bytes\n',
  )
  return observations.filter(({ kind }) => kind === 'spool-item').length
}

keepsTest('parsers/event-text/event-text.ts MAX_EVENT_LINES', (count) => {
  const start = [
    'Log Name:      Application',
    'Source:        Lync',
    'Date:          6/14/2016 10:00:00 AM',
    'Event ID:      1',
    'Task Category: None',
    'Level:         Information',
    'Keywords:      ',
    'User:          N/A',
    'Computer:      PC-0142',
    'Description:',
  ]
  const text = Array.from({ length: count - start.length }, (_, at) => `line ${at}`)
  const { observations } = read('event-text', `${[...start, ...text].join('\n')}\n`)
  const [event] = observations
  const message = event?.kind === 'trace' ? event.event.message : ''
  return start.length + message.split('\n').filter((line) => line.startsWith('line ')).length
})

limitTest('parsers/sip/sip-head.ts MAX_VALUE_CHARACTERS', {
  at: (value) => expect(readHeader(value)).toMatchObject({ length: value, isCut: false }),
  beyond: (value) => expect(readHeader(value + 1)).toMatchObject({ length: value, isCut: true }),
})

/** The length of a header of a packet, and whether it counts as cut. */
function readHeader(length: number) {
  const { headers, longLines } = new SipHead(`X-Long:${'x'.repeat(length)}\nCSeq: 1 INVITE\n\n`, 0)
  return { length: headers[0]?.value.length, isCut: longLines === 1 }
}

limitTest('parsers/cls/cls-block.ts MAX_BLOCK_BYTES', {
  at: (value) => expect(readClsBlock(value)).toEqual(['sip', 'trace']),
  beyond: (value) => expect(readClsBlock(value + 1)).toEqual(['sip', 'trace', 'trace']),
})

/** The records of a CLS log with a message of this many bytes, whose body quotes another record. */
function readClsBlock(bytes: number): string[] {
  const prefix =
    'TL_INFO(TF_PROTOCOL) [0]0C3C.1164::04/21/2010-16:17:56.124.0000001a ' +
    '(SIPStack,SIPAdminLog::TraceProtocolRecord:SIPAdminLog.cpp(125))'
  const head =
    `${prefix}$$begin_record\nDirection: outgoing\nPeer: 192.0.2.10:1434\n` +
    'Message-Type: response\nStart-Line: SIP/2.0 200 OK\nFrom: <sip:kim@contoso.example>\n' +
    `CSeq: 1 REGISTER\nMessage-Body: \n${prefix}quoted\n`
  const tail = '\n$$end_record'
  const text = `${head}${'x'.repeat(bytes - head.length - tail.length)}${tail}\n${prefix}idle\n`
  return read('cls-text', text).observations.map(({ kind }) => kind)
}
