import { expect, it } from 'vitest'
import { countShownCharacters, htmlToLines, isHtml } from '../../src/inputs/documents/html-text.ts'
import type { Parser } from '../../src/model/parser.ts'
import { parseSipAddress } from '../../src/model/sip-message.ts'
import { trimTrailing } from '../../src/model/text/trim-trailing.ts'
import { readTmf } from '../../src/parsers/etl/wpp/read-tmf.ts'
import { parsers } from '../../src/parsers/index.ts'
import { removeSecrets } from '../../src/parsers/sip/embedded-sip.ts'
import { parseProvisioning } from '../../src/parsers/sip/provisioning.ts'
import { safeProse } from '../../src/reports/markdown/markdown-text.ts'
import { cpuGrowth, MAX_LINEAR_GROWTH } from '../support/cpu-growth.ts'
import { readBytes } from '../support/read-bytes.ts'
import { headOf } from '../support/read-text.ts'

const repeat = (text: string, size: number) => text.repeat(Math.ceil(size / text.length))
const SPOOL = String.raw`C:\\Users\\kim\\sip_kim@contoso.example\\History Spooler`
const TMF = '5d0e4f3a-1b2c-4d5e-8f60-718293a4b5c6 Lync // SRC=a.cpp\n'
const CLS = 'TL_INFO(TF_COMPONENT) [0]0C3C.1164::04/21/2010-16:17:56.124.00000015 '

/** A packet of a client log, as its parser reads it. */
const packet = (lines: readonly string[], body = '') => {
  const message = [...lines, '', body].join('\r\n')
  const place = '192.0.2.20:443 (From Local Address: 192.0.2.10:51241)'
  const [time, bytes] = ['02/03/2016|10:11:12.123 1A2C:9F4 INFO  ::', Buffer.byteLength(message)]
  return (
    `${time} Data Received - ${place} ${bytes} bytes:\r\n${time} ${message}\r\n` +
    `${time} End of Data Received - ${place} ${bytes} bytes\r\n`
  )
}
const notify = (from: string, body = '') =>
  packet(
    [
      'NOTIFY sip:kim@contoso.example SIP/2.0',
      `From: <${from}>`,
      'To: <sip:kim@contoso.example>',
      'Content-Type: application/vnd-microsoft-roaming-provisioning-v2+xml',
      `Content-Length: ${body.length}`,
    ],
    body,
  )

/** Inputs of any size on which a careless expression or loop needs the square of their size. */
const inputs: readonly (readonly [format: string, what: string, (size: number) => string])[] = [
  ['cls-text', 'a component without its end', (n) => `${CLS}( ${repeat('&', n)}\t\n`],
  ['cls-text', 'brackets in a component', (n) => `${CLS}(${repeat('(a)', n)}\t\n`],
  ['client-log', 'an address of many schemes', (n) => notify(repeat('sip:', n))],
  [
    'client-log',
    'a document of many closing brackets',
    (n) => notify('sip:kim@contoso.example', `<provisionGroupList>${repeat('>', n)}`),
  ],
  [
    'client-log',
    'a line of many packet titles',
    (n) => `02/03/2016|10:11:12.123 1A2C:9F4 INFO  ${repeat(':: Data Received', n)}\n\n`,
  ],
  [
    'powershell-json',
    'a path of many slashes',
    (n) =>
      `{"Length":1,"LastWriteTime":"2016-06-14T14:00:00Z","FullName":"${SPOOL}\\\\${repeat('/', n)}x"}`,
  ],
  [
    'powershell-json',
    'an address of many schemes',
    (n) => `{"SipAddress":"${repeat('sip:', n)}","ClientPolicy":null}`,
  ],
  [
    'collection-manifest',
    'a path of many slashes',
    (n) => `{"spoolscopeManifest":1,"files":[{"path":"${SPOOL}\\\\${repeat('/', n)}x"}]}`,
  ],
  [
    'collection-manifest',
    'many folders',
    (n) => `{"spoolscopeManifest":1,"folders":[${repeat(`"${SPOOL}",`, n)}""],
"files":[${repeat('{"path":"a"},\n', n)}{"path":"b"}]}`,
  ],
  ['powershell-list', 'a wrapped value', (n) => `Identity : a\n${repeat('           b\n', n)}`],
  [
    'powershell-list',
    'many errors in one paragraph',
    (n) => `Get-CsUser\n${repeat('ObjectNotFound: (Get-CsUser:String) []\n', n)}`,
  ],
  [
    'powershell-table',
    'tables below lines that are not read',
    (n) => `${repeat('?\n', n)}\n${repeat('Identity : b\n-- --\nc\n\n', n)}`,
  ],
  [
    'registry-export',
    'a text of zeros',
    (n) =>
      `REGEDIT4\n[HKEY_CURRENT_USER\\a]\n"b"=hex(2):${repeat('00,', Math.min(n, 60_000))}41,00\n`,
  ],
  [
    'registry-export',
    'a line without an end',
    (n) => `REGEDIT4\n[HKEY_CURRENT_USER\\a]\n"b"=hex(2):${repeat('00,', n)}`,
  ],
  [
    'registry-query',
    'blanks in values',
    (n) => `HKEY_CURRENT_USER\\a\n${repeat(`b${' '.repeat(2000)}REG_ ${' '.repeat(2000)}c\n`, n)}`,
  ],
  ['configuration-information', 'a row of blanks', (n) => `a${repeat(' ', n)}b\n`],
  ['configuration-information', 'a line of hyphens', (n) => `${repeat('-', n)}a\n`],
  ['dir-listing', 'a prompt of many names', (n) => `${repeat('a@', n)}\n`],
  ['dir-listing', 'a line of hyphens', (n) => `${repeat('-', n)}a\n`],
  ['dir-listing', 'a command of many commands', (n) => `dir ${repeat('dir ', n)}\n`],
  [
    'dir-listing',
    'a robocopy line of blanks',
    (n) => `   ROBOCOPY     ::\n\t 1\tC:\\a\\\n${repeat(' ', n)}a\n`,
  ],
  [
    'dir-listing',
    'a robocopy line of percentages',
    (n) => `   ROBOCOPY     ::\n\t 1\tC:\\a\\\n\t 1 a${repeat(' 1%', n)}b 1%\n`,
  ],
  ['dir-listing', 'a row of ls with blanks', (n) => `-rw-r--r-- 1 a${repeat(' ', n)}b\n`],
  ['dir-listing', 'a row of ls of dates', (n) => `-rw-r--r-- 1 a${repeat(' 0 Jun 0 00:', n)}\n`],
  ['dir-listing', 'a tree without an end', (n) => `C:.\n${repeat('|   ', n)}\u2028\n`],
  ['dir-listing', 'a row of digits with tabs', (n) => `C:.\n${repeat('1', n)}\ta\n`],
  ['powershell-csv', 'a separator line of tabs', (n) => `sep=;${repeat('\t', n)}a\nb;c\n`],
  [
    'event-text',
    'a label of blanks',
    (n) => `Log Name: a\nSource: b\nDate:${repeat(' ', Math.min(n, 390))}\u2028\nEvent ID: 1\n`,
  ],
]

const parserOf = (format: string): Parser => {
  const parser = parsers.find((parser) => parser.format === format)
  if (!parser) throw new Error(`No parser for ${format}`)
  return parser
}

it.each(inputs)('%s: reads %s in time that grows with its size', async (format, _, makeText) => {
  const parser = parserOf(format)
  const growth = await cpuGrowth((size) => {
    const text = makeText(size)
    const bytes = Buffer.from(text)
    const pieces = Array.from({ length: Math.ceil(bytes.length / 65_536) }, () => 65_536)
    return () => {
      parser.recognise(headOf(text))
      readBytes(parser, bytes, parser.format === 'registry-export' ? { pieces } : {})
    }
  })
  expect(growth).toBeLessThan(MAX_LINEAR_GROWTH)
})

const works: readonly (readonly [string, (text: string) => unknown, (size: number) => string])[] = [
  ['an address of many schemes', parseSipAddress, (n) => repeat('sips:', n)],
  ['a long user name', parseSipAddress, (n) => `sip:${repeat('sip:', n)}@`],
  ['secrets without their end', removeSecrets, (n) => repeat('ms-body="', n)],
  ['names of secrets', removeSecrets, (n) => repeat('opaque = srand', n)],
  ['secrets behind blanks', removeSecrets, (n) => `opaque=${repeat(' ', n)}\n`],
  ['headers of credentials', removeSecrets, (n) => repeat('Authorization:', n)],
  ['a document of many >', parseProvisioning, (n) => `<a${repeat('>', n)}`],
  ['comments before a page', isHtml, (n) => repeat('<!---->', n)],
  ['a page of comments without an end', htmlToLines, (n) => `<p>${repeat('<!--', n)}`],
  ['a page of tags without an end', htmlToLines, (n) => `<p>${repeat('<a', n)}`],
  ['a page of declarations without an end', htmlToLines, (n) => `<p>${repeat('<!', n)}`],
  ['a page of styles without an end', countShownCharacters, (n) => repeat('<style>', n)],
  ['a page of style names', countShownCharacters, (n) => repeat('<style', n)],
  [
    'blanks at an end that is not one',
    (text) => trimTrailing(text, ' '),
    (n) => `${repeat(' ', n)}a`,
  ],
  ['Markdown of brackets', safeProse, (n) => `${repeat('(', n)}"@${repeat(')', n)}`],
  [
    'a message format of arguments',
    readTmf,
    (n) => `${TMF}#typev a1 10 "%0"\n{\n${repeat('a, ItemLong -- 10\n', n)}}\n`,
  ],
  [
    'an argument of many types',
    readTmf,
    (n) => `${TMF}#typev a1 10 "%0"\n{\n${repeat(`${repeat(',Itema(', 8000)}\n`, n)}}\n`,
  ],
]

it.each(works)('takes %s in time that grows with its size', async (_, work, makeText) => {
  const growth = await cpuGrowth((size) => {
    const text = makeText(size)
    return () => work(text)
  })
  expect(growth).toBeLessThan(MAX_LINEAR_GROWTH)
})
