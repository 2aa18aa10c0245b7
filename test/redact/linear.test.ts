import { describe, expect, it } from 'vitest'
import { findOpenElement } from '../../src/redact/find-private.ts'
import { parsePacketTitle, parseStartLineMethod } from '../../src/redact/log/record-patterns.ts'
import { NameRegistry } from '../../src/redact/name-registry.ts'
import { redactText } from '../../src/redact/redact-text.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'
import { redactLog } from './redact-log.ts'

const UNITS = 1 << 13
const GROWTH = 4
/** Linear work grows by 4, quadratic by 16. */
const MAX_GROWTH = 9
/** Added to both sides: a shorter time is mostly noise. Microseconds. */
const NOISE = 4000

const names = () => new NameRegistry(new TokenGenerator())

/** Processor time of this process, microseconds: the least of several runs. */
function timeOf(work: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const start = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(start)
    return user + system
  })
  return Math.min(...times)
}

/** How much longer the work takes when its input is four times as long. */
function growthOf(work: (units: number) => () => unknown): number {
  const [short, long] = [timeOf(work(UNITS)), timeOf(work(UNITS * GROWTH))]
  return (long + NOISE) / (short + NOISE)
}

const textGrowth = (textOf: (units: number) => string) =>
  growthOf((units) => {
    const text = textOf(units)
    return () => redactText(text, names())
  })

const repeated = [
  'sip:',
  'sips:a-',
  'a@',
  'a.',
  'a@b.example;',
  '"@',
  '"a"@b.c ',
  '@[1',
  '/',
  '//a',
  '\\',
  'a\\',
  'Users/',
  '/home',
  '.',
  '-',
  ':',
  '://',
  '://a:b',
  '1',
  '1-',
  '1.',
  '1 ',
  'aa:',
  '::',
  'aaaa.',
  'S-1-5-21-1',
  '+1 ',
  '(425) ',
  'tel:',
  ';ext=',
  'ext ',
  'x1 ',
  'mac',
  'kim ',
  'Kim Kim ',
  'source',
  'source=',
  'source = . ',
  'name:',
  'displayName="',
  'From:',
  'From: a <',
  'From: a <sip:',
  '"a" <',
  '"\\"',
  'In-Reply-To: a,',
  'Call-ID:',
  'CN=',
  'CN=a,',
  'CN=a/',
  'CN="',
  '/o=a',
  'DC=a,',
  'DC=a-',
  'meet.',
  '://meet.a/b',
  '/meet/a',
  'app:conf:a',
  'password=',
  'password="',
  "password='",
  'password a ',
  'pwd: a b= ',
  'cookie',
  'cookie: ',
  'x-token',
  'Bearer ',
  'eyJaaaaaaaa.',
  'Subject:',
  'Subject: a"',
  '"subject":"',
  'subject="a',
  '<note>',
  '<note>a</note>',
  '<note ',
  '<t:Body ',
  '<a:',
  'MESSAGE sip:a SIP/2.0 ',
  'MESSAGE sip:a SIP/2.0\\n',
  'MESSAGE sip:a SIP/2.0\\n\\n"',
  'SIP/2.0/TLS ',
  'Aa1',
  'Aa1=',
  '41',
  '%41',
  '%',
  '&#64;',
  '&lt;',
  '\\u0041',
  '\\\\',
  '\\"',
  '""',
  '""a',
  '""a""',
  'hex:00,',
  '\r',
  '\r\n ',
  ' ',
  'ü',
  'ü.',
]

describe('the work of redacting a text', () => {
  it.each(repeated)('grows like the text: %j again and again', (unit) => {
    expect(textGrowth((units) => unit.repeat(units))).toBeLessThan(MAX_GROWTH)
  })

  it.each([
    ['a source name after blanks', (units: number) => `source=${' '.repeat(units * 4)}|`],
    ['a source name of dots', (units: number) => `source=a${'.'.repeat(units * 4)}a`],
    ['a host of dots', (units: number) => `see https://a${'.'.repeat(units * 4)}a`],
    ['a header of blanks', (units: number) => `From:${' '.repeat(units * 4)}<sip:a>`],
    ['a name before blanks', (units: number) => `From: kim${' '.repeat(units * 4)}<sip:a>`],
    ['a path of slashes', (units: number) => `/${'/'.repeat(units * 4)}x`],
    ['a folder of dots', (units: number) => `C:\\Users\\a${'.'.repeat(units * 4)}a`],
    ['a long label', (units: number) => `${'a-'.repeat(units * 2)}.`],
    ['a long word', (units: number) => `a${'a'.repeat(units * 4)}_`],
    ['two quotes behind a text', (units: number) => `Bearer ${'a, b '.repeat(units)}""`],
    ['a long first name', (units: number) => `kim@a.example ${'Kim '.repeat(units)}`],
  ])('grows like the text: %s', (_, textOf) => {
    expect(textGrowth(textOf)).toBeLessThan(MAX_GROWTH)
  })

  it('grows like the number of names that begin alike', () => {
    const growth = textGrowth((units) =>
      Array.from({ length: units }, (_, index) => `CN=Kim Akers${index},`).join(''),
    )
    expect(growth).toBeLessThan(MAX_GROWTH)
  })
})

describe('the work of redacting a log', () => {
  const logGrowth = (textOf: (units: number) => string) =>
    growthOf((units) => {
      const bytes = Buffer.from(textOf(units))
      return () => redactLog(bytes, names())
    })
  const packet = (header: string) => `INFO sip:a@b.example SIP/2.0\r\n${header}\r\n\r\n`

  it.each([
    ['folded lines of slashes', (units: number) => packet(`X: a${'\r\n ///'.repeat(units)}`)],
    [
      'folded lines of names',
      (units: number) => packet(`X: a${'\r\n sip:a@b.example'.repeat(units)}`),
    ],
    ['folded words', (units: number) => packet(`X: sip:a@b.example${'\r\n a'.repeat(units)}`)],
    ['carriage returns', (units: number) => packet(`X: a\r\n ${'\r'.repeat(units)}x`)],
    ['a line without its end', (units: number) => 'sip:a@b.example '.repeat(units)],
  ])('grows like the log: %s', (_, textOf) => {
    expect(logGrowth(textOf)).toBeLessThan(MAX_GROWTH)
  })

  it.each([
    ['Data Received - ', parsePacketTitle],
    ['SIP/2.0 200 ', (line: string) => parseStartLineMethod(`${line}"`)],
    ['MESSAGE sip:a ', (line: string) => parseStartLineMethod(`${line} SIP/2.0`)],
    ['<note>a</note>', findOpenElement],
    ['<note>', findOpenElement],
  ])('grows like the line: %s', (unit, parse: (line: string) => unknown) => {
    const growth = growthOf((units) => {
      const line = unit.repeat(units)
      return () => parse(line)
    })
    expect(growth).toBeLessThan(MAX_GROWTH)
  })
})
