import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { filesBelow } from '../../support/samples.ts'

const MAX_SAMPLE_BYTES = 60_000
/** In shorter client logs the scanner has hardly begun to skip records. */
const MIN_CLIENT_LOG_BYTES = 10_000

/** The samples of a format that are text of one byte a character. */
const samplesOf = (format: string): readonly Buffer[] =>
  [`samples/formats/${format}`, ...(format === 'client-log' ? ['samples/whole'] : [])]
    .flatMap((folder) => filesBelow(folder))
    .filter((path) => format !== 'client-log' || /\.UccApilog$/i.test(path))
    .map((path) => readFileSync(path))
    .filter((bytes) => bytes.length < MAX_SAMPLE_BYTES && bytes[0] !== 0xff)
    .filter((bytes) => format !== 'client-log' || bytes.length > MIN_CLIENT_LOG_BYTES)

/** Damage of one line, of the kinds that a disk, an editor and a copy make. */
interface LineDamage {
  readonly kind: 'byte' | 'cut' | 'double' | 'move' | 'remove' | 'join' | 'insert'
  /** Which line, and to which it moves, as shares of all. */
  readonly line: number
  readonly to: number
  /** Where in the line. Most of what a parser decides is at its start. */
  readonly at: number
  readonly byte: number
  readonly word: string
}

const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })

const lineDamages: fc.Arbitrary<LineDamage> = fc.record({
  kind: fc.constantFrom('byte', 'byte', 'cut', 'double', 'move', 'remove', 'join', 'insert'),
  line: share,
  to: share,
  at: fc.oneof(fc.nat(12), fc.nat(40), fc.nat(200)),
  byte: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('\n\r \t",;|:<>[]/.0'))),
  word: fc.constantFrom(
    '::',
    'SIP/2.0 200 OK',
    'REGISTER sip:a SIP/2.0',
    'CSeq',
    'CSeq: 2 REGISTER',
    'End of Data Received',
    'Sending Packet',
    'Content-Length: 5',
    '\r\n\r\n',
    '\0',
  ),
})

function damageLine(lines: readonly string[], damage: LineDamage): string[] {
  const index = Math.floor(damage.line * lines.length)
  const line = lines[index] ?? ''
  const at = Math.min(damage.at, line.length)
  const withLines = (...changed: readonly string[]) => [
    ...lines.slice(0, index),
    ...changed,
    ...lines.slice(index + 1),
  ]
  const to = Math.floor(damage.to * lines.length)
  switch (damage.kind) {
    case 'byte':
      return withLines(line.slice(0, at) + String.fromCharCode(damage.byte) + line.slice(at + 1))
    case 'cut':
      return withLines(line.slice(0, at))
    case 'double':
      return withLines(line, line)
    case 'remove':
      return withLines()
    case 'join':
      return withLines(line + (lines[to] ?? ''))
    case 'insert':
      return withLines(line.slice(0, at) + damage.word + line.slice(at))
    default:
      return [...lines.slice(0, to), line, ...lines.slice(to)]
  }
}

/** Real samples of a format with up to 60 lines damaged. */
export const damagedSamples = (format: string): fc.Arbitrary<Buffer> =>
  fc
    .record({
      sample: fc.constantFrom(...samplesOf(format)),
      // Much damage stops the scanner early, so that most logs have little.
      damages: fc.oneof(
        { weight: 4, arbitrary: fc.array(lineDamages, { minLength: 1, maxLength: 5 }) },
        { weight: 1, arbitrary: fc.array(lineDamages, { maxLength: 60, size: 'max' }) },
      ),
    })
    .map(({ sample, damages }) =>
      Buffer.from(
        damages.reduce(damageLine, sample.toString('latin1').split('\n')).join('\n'),
        'latin1',
      ),
    )
