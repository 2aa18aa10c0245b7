import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineScanner } from '../../src/redact/log/line-scanner.ts'
import { NameRegistry } from '../../src/redact/name-registry.ts'
import { redactText } from '../../src/redact/redact-text.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'
import { propertyRuns } from '../properties/property-runs.ts'
import { filesBelow } from '../support/samples.ts'
import { allKinds } from './kinds/all-kinds.ts'
import { planted } from './planted.ts'
import { redactLog } from './redact-log.ts'

const names = () => new NameRegistry(new TokenGenerator())
const { files } = planted()
const SECRET_LINES = [
  ...allKinds.map(({ text }) => text),
  ...[...files.values()].flatMap((bytes) => bytes.toString('latin1').split('\n')),
].filter((line) => line.length < 2000)
/** Parts of lines with secrets, cut at random and combined with noise. */
const line = fc
  .array(
    fc.oneof(
      fc
        .constantFrom(...SECRET_LINES)
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
  it('does not change a text that is already redacted', () => {
    fc.assert(
      fc.property(line, (text) => {
        const once = redactText(text, names())
        expect(redactText(once, names())).toBe(once)
      }),
      propertyRuns(400),
    )
  })

  it('does not change a log that is already redacted', () => {
    for (const bytes of files.values()) {
      const once = redactLog(bytes, names())
      expect(redactLog(once, names()).equals(once)).toBe(true)
    }
  })

  it('does not depend on how a log is split into chunks', () => {
    fc.assert(
      fc.property(log, fc.integer({ min: 1, max: 300 }), (text, chunkBytes) => {
        const bytes = Buffer.from(`${text}\r\n${text}`, 'latin1')
        expect(redactLog(bytes, names(), chunkBytes).equals(redactLog(bytes, names()))).toBe(true)
      }),
      propertyRuns(150),
    )
    for (const chunkBytes of [1, 7, 4096])
      for (const bytes of files.values())
        expect(redactLog(bytes, names(), chunkBytes).equals(redactLog(bytes, names()))).toBe(true)
  })

  it('does not depend on chunks for a line longer than the window either', () => {
    const long = Buffer.from(`<Events>${SECRET_LINES.join(' ').repeat(20)}</Events>`, 'latin1')
    expect(long.length).toBeGreaterThan(3 << 20)
    const whole = redactLog(long, names())
    for (const chunkBytes of [1000, 65_536, 1 << 20])
      expect(redactLog(long, names(), chunkBytes).equals(whole)).toBe(true)
    expect(whole.toString('latin1')).not.toMatch(/\.example/)
  })

  it('scans every line in which the finders find something', () => {
    const scan = new LineScanner(1 << 20, 1 << 16)
    const isMissed = (text: string): boolean => {
      const bytes = Buffer.from(`${text}\n`, 'utf8')
      scan.load(bytes)
      return scan.findPart(0, bytes.length) >= bytes.length && redactText(text, names()) !== text
    }
    fc.assert(
      fc.property(line, (text) => {
        expect(isMissed(text)).toBe(false)
      }),
      propertyRuns(1500),
    )
    const samples = filesBelow('samples').flatMap((path) =>
      readFileSync(path, 'latin1').replaceAll('\0', '').split('\n'),
    )
    expect(samples.filter(isMissed)).toEqual([])
  })
})
