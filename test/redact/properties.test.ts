import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ALL_FINDERS, FINDER_GROUP } from '../../src/redact/finder-groups.ts'
import { LineScanner } from '../../src/redact/log/line-scanner.ts'
import { NameRegistry } from '../../src/redact/name-registry.ts'
import { findReplacements, redactText } from '../../src/redact/redact-text.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'
import { propertyRuns } from '../properties/property-runs.ts'
import { filesBelow } from '../support/samples.ts'
import { allKinds } from './kinds/all-kinds.ts'
import { planted } from './planted.ts'
import { redactLog } from './redact-log.ts'

const names = () => new NameRegistry(new TokenGenerator())
/** A registry that knows names of one word and of several. */
function learnedNames(): NameRegistry {
  const learned = names()
  redactText('sip:kim@contoso.example From: "Team 2" <sip:team@a.example> CN=Kim 4711,', learned)
  return learned
}
const { files } = planted()
const SECRET_LINES = [
  ...allKinds.map(({ text }) => text),
  ...[...files.values()].flatMap((bytes) => bytes.toString('latin1').split('\n')),
].filter((line) => line.length < 2000)
/** Lines with ids in them: `$` stands for one. */
const ID_LINES = [
  'From: <sip:$@contoso.example>;tag=$;epid=$',
  'Via: SIP/2.0/TLS $:51241;branch=$.$;received=$',
  'Via: SIP/2.0/TLS $;branch=$',
  'Call-ID: $',
  'call-id=$ conversation id: $, session-id: $',
  'In-Reply-To: $, $',
  'Contact: <sip:$@contoso.example;opaque=user:epid:$;gruu>;+sip.instance="<urn:uuid:$>"',
  'Proxy-Authorization: NTLM opaque="$", crand="$", targetname="$.contoso.example"',
  'Peer: $:51241 Host: $',
  'device id: $ user guid={$}',
  'sees $ and $ in $',
  'Team $ of kim $ at $',
  'source="$" computer: $ server name=$',
  'password=$ token: $',
  'version $ build/$ $',
  'Record-Route: <sip:$:5061;transport=tls;opaque=state:$>',
  'https://$.contoso.example/$/meet/$/AB12CD34',
  '<uri="sip:$@contoso.example" id="$">$</note>',
  '$.$.example and $.de',
  '[$] x $ $',
]
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
/** A line with ids that differ, as the finders and the cache of lines see them. */
const idLine = fc
  .tuple(
    fc.constantFrom(...ID_LINES),
    fc.array(
      fc.oneof(
        fc.stringMatching(/^[0-9]{1,6}$/),
        fc.stringMatching(/^[0-9a-f]{8}$/),
        fc.stringMatching(/^[0-9A-F]{4}$/),
        fc.stringMatching(/^[0-9A-F]{32}$/),
        fc.stringMatching(/^z9hG4bK[0-9A-F]{8}$/),
        fc.stringMatching(/^[A-Za-z0-9]{8}$/),
        fc.stringMatching(/^[a-z]{3,6}[.]?[a-z0-9]{2}$/),
        fc.ipV4(),
        fc.uuid(),
        fc.constantFrom('kim', 'pc-0142', 'eyJhbGci0', '127.0.0.1', '19', 'fqdn12', '19:22', 'de'),
      ),
      { minLength: 3, maxLength: 3 },
    ),
  )
  .map(([text, ids]) => text.replace(/[$]/g, () => ids.pop() ?? 'x'))
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

  it('redacts the lines of a log like each line alone', () => {
    fc.assert(
      fc.property(fc.array(idLine, { minLength: 1, maxLength: 30 }), (lines) => {
        const before = lines.map((text) => `06/14/2016|10:11:12.123 1A2C:9F4 INFO  :: ${text}\r\n`)
        const registry = learnedNames()
        const redacted = redactLog(Buffer.from([...before, ...before].join('')), registry)
        const alone = before.map((text) => text.slice(0, 33) + redactText(text.slice(33), registry))
        expect(redacted.toString()).toBe([...alone, ...alone].join(''))
      }),
      propertyRuns(300),
    )
  })

  it('redacts the headers of a packet like each line alone', () => {
    const header = fc.oneof(
      idLine.filter((text) => /^[A-Z][\w-]+: /.test(text)),
      fc.constantFrom('CSeq: 1 NOTIFY', 'Server: RTC/6.0', 'Content-Type: application/xml'),
      fc.constantFrom('Cookie: of kim@contoso.example', 'Lee: of lee@contoso.example', 'Max: 7'),
    )
    fc.assert(
      fc.property(
        fc.array(header, { minLength: 1, maxLength: 30 }),
        fc.nat({ max: 30 }),
        fc.integer({ min: 1, max: 3000 }),
        (headers, lengthAt, chunkBytes) => {
          const before = [
            'NOTIFY sip:kim@contoso.example SIP/2.0',
            ...headers.toSpliced(lengthAt, 0, 'Content-Length: 0'),
            '',
          ].map((text) => `${text}\r\n`)
          const registry = learnedNames()
          const bytes = Buffer.from([...before, ...before].join(''))
          const redacted = redactLog(bytes, registry, chunkBytes)
          const alone = before.map((text) => redactText(text, registry))
          expect(redacted.toString()).toBe([...alone, ...alone].join(''))
        },
      ),
      propertyRuns(300),
    )
  })

  it.each([
    ['a name that ends in a number', ['Team 1 met', 'Team 2 met', 'Team 3 met']],
    ['addresses that are never replaced', ['from 10.0.0.1 on', 'from 127.0.0.1', 'from 127.0.0.9']],
    ['numbers too large for an address', ['at 10.0.0.25', 'at 10.0.0.99', 'at 10.0.999.1']],
    ['a number that is a phone number', ['sip:4255550@a.example', 'sip:a255550@a.example']],
    [
      'ids learned as something else',
      [
        'Call-ID: 5fb2d1e0a1',
        'epid=6fb2d1e0a1',
        'kim@a.example 5fb2d1e0a1 x',
        'kim@a.example 6fb2d1e0a1 x',
        'kim@a.example 7fb2d1e0a1 x',
      ],
    ],
    [
      'ids that hold a text',
      [`kim@a.example ${btoa('abc kim def')} x`, `kim@a.example ${btoa('bcd \u0001im \u0002e')} x`],
    ],
  ])('redacts each line alone: %s', (_, texts) => {
    const lines = [...texts, ...texts].map((text) => `${text}\r\n`)
    const registry = learnedNames()
    const redacted = redactLog(Buffer.from(lines.join('')), registry).toString()
    expect(redacted).toBe(lines.map((text) => redactText(text, registry)).join(''))
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

  it('names every finder that finds something in a line', () => {
    const scan = new LineScanner(1 << 20, 1 << 16)
    learnedNames().listen((word) => scan.addWord(word))
    const claimsOf = (text: string, groups: number) =>
      JSON.stringify(findReplacements(text, learnedNames(), groups).claims)
    const isMissed = (text: string): boolean => {
      const bytes = Buffer.from(text, 'utf8').toString('latin1')
      scan.put(bytes)
      const groups = scan.examine(scan.textAt, scan.textAt + bytes.length, false)
      const withLearned = groups | FINDER_GROUP.learned
      return claimsOf(text, withLearned) !== claimsOf(text, ALL_FINDERS)
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
    expect([...new Set([...SECRET_LINES, ...samples])].filter(isMissed)).toEqual([])
  })

  it('scans every line in which the finders find something', () => {
    const scan = new LineScanner(1 << 20, 1 << 16)
    const isMissed = (text: string): boolean => {
      const bytes = Buffer.from(`${text}\n`, 'utf8')
      scan.window.set(bytes)
      scan.endWindow(bytes.length)
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
