import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NameRegistry } from '../../src/redact/name-registry.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'
import { propertyRuns } from '../properties/property-runs.ts'
import { redactCopies } from './redact-copies.ts'
import { redactLog } from './redact-log.ts'

const CLIENT = '06/14/2016|10:11:12.123 1A2C:9F4 INFO  :: '
/** Length of the longest line that is redacted as a whole. */
const WHOLE = 65_536

const redact = (log: string, chunkBytes?: number): string =>
  redactLog(
    Buffer.from(log),
    new NameRegistry(new TokenGenerator()),
    chunkBytes ?? Buffer.byteLength(log),
  ).toString()

const filler = (length: number): string => 'a, b '.repeat(length / 5 + 1).slice(0, length)

const SECRETS = [
  '"Doe, Zanzibar" <sip:zanzibar@contoso.example>',
  '{"displayName":"Zanzibar; Doe","mail":"zanzibar@contoso.example"}',
  'Authorization: Bearer abcdefghijklmnopqrstuvwxyz',
  'password = "correct, zanzibar; staple"',
  'Cookie: a=zanzibar1; b=zanzibar2; c=zanzibar3',
  '{"Subject":"the plan, zanzibar, and more"}',
  'CN=Zanzibar Doe,OU=Sales,DC=contoso,DC=example',
  '<t:Subject>the plan, zanzibar; and more</t:Subject>',
  '"Zänzibär, Dö" <sip:zanzibar@contoso.example>',
] as const
const SERVER = 'TL_INFO(TF_X) [POOL1\\SRV01]0584.1A2B::06/14/2016-08:11:12.123.00000A12 '
const TRACEFMT = '[0]1A2C.09F4::06/14/2016-10:11:12.123 '

describe('a name or secret in a long line', () => {
  it.each(SECRETS)('is redacted as in a short one wherever the line is split: %s', (secret) => {
    const expected = redact(`${CLIENT}, ${secret}`).slice(CLIENT.length + 2)
    for (let shift = -4; shift <= secret.length + 4; shift += 9) {
      const before = CLIENT + filler(WHOLE - CLIENT.length - shift - 2)
      const out = redact(`${before}, ${secret}\n`)
      expect(out.slice(before.length)).toBe(`, ${expected}\n`)
    }
  })

  it.each([
    ['behind pool and server', SERVER],
    ['behind ids of tracefmt', TRACEFMT],
    ['without a prefix', ''],
    ['in a header', `${CLIENT}INVITE sip:lee@contoso.example SIP/2.0\r\nX-Long: `],
    ['in a body', `${CLIENT}NOTIFY sip:lee@a.example SIP/2.0\r\nContent-Length: 9\r\n\r\nx`],
    ['behind an element', `${CLIENT}<t:Body>\r\nx</t:Body>`],
  ])('is redacted as in a short one %s', (_, before) => {
    const lineStart = before.slice(before.lastIndexOf('\n') + 1)
    for (const [index, secret] of SECRETS.entries()) {
      const short = redact(`${before}# ${secret}\n${CLIENT}hello zanzibar\n`)
      for (let shift = index - 4; shift <= secret.length + 4; shift += 19) {
        const fill = filler(WHOLE - lineStart.length - shift)
        const out = redact(`${before}${fill}, # ${secret}\n${CLIENT}hello zanzibar\n`)
        expect(out).toBe(short.replace('# ', () => `${fill}, # `))
      }
    }
  })

  const long = 'zanzibar, '.repeat(14_000)
  it.each([
    [`{"Body":"${long}","x":1}`, '{"Body":"[removed]","x":1}'],
    [`Cookie: ${long}`, 'Cookie: [removed]'],
    [
      `<t:Body BodyType="Text">${long}</t:Body>, x`,
      '<t:Body BodyType="Text">[removed]</t:Body>, x',
    ],
    [`password="${long}" x`, 'password="[removed]" x'],
  ])('is removed when it is longer than a part: %.20s', (secret, expected) => {
    for (const before of [CLIENT, CLIENT + filler(50_000)]) {
      const out = redact(`${before}${secret}\n${CLIENT}behind\n`)
      expect(out).toBe(`${before}${expected}\n${CLIENT}behind\n`)
      expect(redact(`${before}${secret}`)).toBe(`${before}${expected}`)
    }
  })

  it('is removed to its end in a header, even where a part looks like another header', () => {
    const body = 'zanzibar: '.repeat(14_000)
    const out = redact(
      `${CLIENT}INVITE sip:lee@a.example SIP/2.0\r\nX: {"Body":"${body}","x":1}\r\nY: b\r\n\r\n`,
    )
    expect(out).toBe(
      `${CLIENT}INVITE sip:user-1@domain-1 SIP/2.0\r\nX: {"Body":"[removed]","x":1}\r\nY: b\r\n\r\n`,
    )
  })

  it('is redacted alike in chunks of any size, with and without a line feed', () => {
    const names = '"Doe, Kim" <sip:kim@contoso.example>, '.repeat(500)
    const line = `${CLIENT}${names}{"Body":"${long}"}, ${names}`
    for (const log of [line, `${line}\n`]) {
      const whole = redact(log)
      expect(whole).not.toMatch(/kim|doe|zanzibar/i)
      for (const chunkBytes of [7001, 70_000, 1_000_000])
        expect(redact(log, chunkBytes)).toBe(whole)
    }
  })
})

const filling = fc.constantFrom(
  'a, b ',
  'word; other, ',
  '0123 ab, ',
  'ä, ö ',
  `${'x'.repeat(60)} `,
)
const prefix = fc.constantFrom(CLIENT, SERVER, TRACEFMT, '')
/** Without cookies, which extend to the end of the line, over the next secret. */
const secret = fc.constantFrom(
  ...SECRETS.filter((text) => !text.startsWith('Cookie')),
  'zanzibar',
  'epid=4b1d0e0f2a',
  'Call-ID: 5fb2d1e0a1',
)
const longSecret = fc.constantFrom(
  `{"Body":"${'zanzibar, '.repeat(9000)}","x":1}`,
  `password="${'zanzibar '.repeat(16_000)}" x`,
  `<t:Body BodyType="Text">${'zanzibar, '.repeat(7000)}</t:Body>, x`,
)
/** A line with secrets where its parts end. */
const longLine = fc
  .tuple(
    prefix,
    filling,
    fc.array(fc.tuple(fc.integer({ min: -120, max: 40 }), secret, secret), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.option(longSecret, { freq: 3 }),
  )
  .map(([start, word, cuts, end]) => {
    let line = start
    for (const [index, [shift, ...secrets]] of cuts.entries()) {
      const missing = (index + 1) * WHOLE + shift - Buffer.byteLength(line)
      const fill = word.repeat(Math.max(0, Math.ceil(missing / Buffer.byteLength(word))))
      line += `${fill}, ${secrets.join(', ')}, `
    }
    return line + (end ?? '')
  })
const shortLine = fc
  .tuple(prefix, fc.constantFrom('hello zanzibar again', 'From: <sip:lee@a.example>', 'nothing'))
  .map((parts) => parts.join(''))
const packet = fc
  .tuple(fc.constantFrom('INVITE', 'MESSAGE'), fc.oneof(longLine, shortLine))
  .map(([method, line]) =>
    [
      `${CLIENT}${method} sip:lee@contoso.example SIP/2.0`,
      `X-Header: ${line}`,
      'Call-ID: 5fb2d1e0a1',
      'Content-Length: 14',
      '',
      'hello zanzibar',
    ].join('\r\n'),
  )
const file = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 3, arbitrary: shortLine },
        { weight: 2, arbitrary: longLine },
        { weight: 1, arbitrary: packet },
      ),
      { minLength: 1, maxLength: 6 },
    ),
    fc.constantFrom('\r\n', '\n'),
    fc.constantFrom('', '\n', `\n${CLIENT}<t:Body BodyType="Text">zanzibar, open`),
  )
  .map(([lines, lineEnd, end]) => Buffer.from([...lines, ...lines].join(lineEnd) + end))

describe('long lines of several logs', () => {
  it('leave no name or secret, and do not depend on chunks', async () => {
    const teacher = Buffer.from(`${CLIENT}"Doe, Zanzibar" <sip:zanzibar@contoso.example>\n`)
    await fc.assert(
      fc.asyncProperty(
        fc.array(file, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 900, max: 300_000 }),
        async (files, chunkBytes) => {
          const { texts } = await redactCopies([...files, teacher])
          for (const text of texts) expect(text.toString()).not.toMatch(/zanzib|zänzib|doe,/i)
          const pieces = await redactCopies([...files, teacher], chunkBytes)
          expect(pieces.texts.map((text, at) => text.equals(texts[at] as Buffer))).toEqual(
            texts.map(() => true),
          )
        },
      ),
      propertyRuns(15),
    )
  })

  it('learn from each other, and end with their log', async () => {
    const fill = filler(WHOLE - 20)
    const { texts } = await redactCopies([
      Buffer.from(`${CLIENT}${fill} hello zanzibar, ${fill}{"Body":"${filler(90_000)}`),
      Buffer.from(`a line of another file, zanzibar, ${fill} and zanzibar\n`),
      Buffer.from(`${CLIENT}${fill}${fill}, <sip:zanzibar@contoso.example>, ${fill}\n`),
    ])
    expect(texts.map(String)).toEqual([
      `${CLIENT}${fill} hello user-1, ${fill}{"Body":"[removed]`,
      `a line of another file, user-1, ${fill} and user-1\n`,
      `${CLIENT}${fill}${fill}, <sip:user-1@domain-1>, ${fill}\n`,
    ])
  })
})
