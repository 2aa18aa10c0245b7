import { describe, expect, it } from 'vitest'
import { NameRegistry } from '../../src/redact/name-registry.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'
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

describe('a name or secret in a long line', () => {
  it.each([
    '"Doe, Zanzibar" <sip:zanzibar@contoso.example>',
    '{"displayName":"Zanzibar; Doe","mail":"zanzibar@contoso.example"}',
    'Authorization: Bearer abcdefghijklmnopqrstuvwxyz',
    'password = "correct, zanzibar; staple"',
    'Cookie: a=zanzibar1; b=zanzibar2; c=zanzibar3',
    '{"Subject":"the plan, zanzibar, and more"}',
    'CN=Zanzibar Doe,OU=Sales,DC=contoso,DC=example',
    '<t:Subject>the plan, zanzibar; and more</t:Subject>',
    '"Zänzibär, Dö" <sip:zanzibar@contoso.example>',
  ])('is redacted as in a short one wherever the line is split: %s', (secret) => {
    const expected = redact(`${CLIENT}, ${secret}`).slice(CLIENT.length + 2)
    for (let shift = -4; shift <= secret.length + 4; shift += 9) {
      const before = CLIENT + filler(WHOLE - CLIENT.length - shift - 2)
      const out = redact(`${before}, ${secret}\n`)
      expect(out.slice(before.length)).toBe(`, ${expected}\n`)
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
