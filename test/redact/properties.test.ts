import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineScan } from '../../src/redact/log/line-scan.ts'
import { Names } from '../../src/redact/names.ts'
import { Tokens } from '../../src/redact/naming.ts'
import { redactText } from '../../src/redact/redact-text.ts'
import { runs } from '../properties/runs.ts'
import { filesBelow } from '../support/samples.ts'
import { planted } from './planted.ts'
import { redactedLog } from './redacted-log.ts'

const names = () => new Names(new Tokens())
const { files } = planted()
const LINES = [...files.values()]
  .flatMap((bytes) => bytes.toString('latin1').split('\n'))
  .filter((line) => line.length < 2000)
/** Pieces of lines with secrets, cut anywhere and put together with noise. */
const line = fc
  .array(
    fc.oneof(
      fc
        .constantFrom(...LINES)
        .chain((text) =>
          fc
            .tuple(fc.nat(text.length), fc.nat(200))
            .map(([from, length]) => text.slice(from, from + length)),
        ),
      fc.constantFrom(
        'user-1@domain-2',
        'ip-3',
        'sip:user-kabcdefghijkl@domain-1',
        ' ',
        '\t',
        '"',
        '<',
        '>',
        '\\',
        '::',
        '=',
        '@',
        '%40',
        '&#64;',
        'kim',
        '10.0.0.1',
      ),
      fc.string({ maxLength: 12 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join('').replace(/[\r\n]/g, ' '))
const log = fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\r\n'))

describe('redacting', () => {
  it('a redacted text changes nothing', () => {
    fc.assert(
      fc.property(line, (text) => {
        const once = redactText(text, names())
        expect(redactText(once, names())).toBe(once)
      }),
      runs(400),
    )
  })

  it('a redacted log changes nothing but the length of bodies', () => {
    for (const bytes of files.values()) {
      const once = redactedLog(bytes, names())
      expect(redactedLog(once, names()).equals(once)).toBe(true)
    }
  })

  it('does not depend on where a log is cut into pieces', () => {
    fc.assert(
      fc.property(log, fc.integer({ min: 1, max: 300 }), (text, piece) => {
        const bytes = Buffer.from(`${text}\r\n${text}`, 'latin1')
        expect(redactedLog(bytes, names(), piece).equals(redactedLog(bytes, names()))).toBe(true)
      }),
      runs(150),
    )
    for (const piece of [1, 7, 4096])
      for (const bytes of files.values())
        expect(redactedLog(bytes, names(), piece).equals(redactedLog(bytes, names()))).toBe(true)
  })

  it('does not depend on it where a line is longer than any window either', () => {
    const long = Buffer.from(`<Events>${LINES.join(' ').repeat(20)}</Events>`, 'latin1')
    expect(long.length).toBeGreaterThan(3 << 20)
    const whole = redactedLog(long, names())
    for (const piece of [1000, 65_536, 1 << 20])
      expect(redactedLog(long, names(), piece).equals(whole)).toBe(true)
    expect(whole.toString('latin1')).not.toMatch(/\.example/)
  })

  it('looks at every line in which there is something to find', () => {
    const scan = new LineScan(1 << 20)
    const missed = (text: string): boolean => {
      const bytes = Buffer.from(`${text}\n`, 'utf8')
      scan.show(bytes)
      return scan.next(0, bytes.length) >= bytes.length && redactText(text, names()) !== text
    }
    fc.assert(
      fc.property(line, (text) => {
        expect(missed(text)).toBe(false)
      }),
      runs(1500),
    )
    const samples = filesBelow('samples').flatMap((path) =>
      readFileSync(path, 'latin1').replaceAll('\0', '').split('\n'),
    )
    expect(samples.filter(missed)).toEqual([])
  })
})
