import fc from 'fast-check'

/** Damage that happens to files: cut ends, changed bytes, and moved, doubled or removed parts. */
interface Damage {
  readonly kind: 'cut-end' | 'cut-start' | 'flip' | 'swap' | 'double' | 'remove'
  /** Positions as shares of the length. */
  readonly at: number
  readonly to: number
  readonly length: number
  readonly byte: number
}

const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
/** Bytes that the formats use are more frequent than others. */
const byte = fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('\n\r \t",;|:<>[]/.0')))

const damages: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom(
    'cut-end',
    'cut-start',
    'flip',
    'flip',
    'flip',
    'flip',
    'swap',
    'double',
    'remove',
  ),
  at: share,
  to: share,
  length: fc.oneof(fc.nat(8), fc.nat(200)),
  byte,
})

function damaged(bytes: Buffer, damage: Damage): Buffer {
  const at = Math.floor(damage.at * bytes.length)
  if (damage.kind === 'cut-end') return bytes.subarray(0, at)
  if (damage.kind === 'cut-start') return bytes.subarray(at)
  if (damage.kind === 'flip')
    return Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from([damage.byte]),
      bytes.subarray(at + 1),
    ])
  const part = bytes.subarray(at, at + damage.length)
  const rest =
    damage.kind === 'double'
      ? bytes
      : Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + damage.length)])
  if (damage.kind === 'remove') return rest
  const to = Math.floor(damage.to * rest.length)
  return Buffer.concat([rest.subarray(0, to), part, rest.subarray(to)])
}

/** Prints a failing log as an expression that can be pasted into a test. */
const asText = (bytes: Buffer): Buffer =>
  Object.defineProperty(bytes, fc.toStringMethod, {
    value: () => `Buffer.from(${JSON.stringify(bytes.toString('latin1'))}, 'latin1')`,
  })

/** The bytes of a log: with LF or CRLF, as UTF-8 or ANSI, complete or damaged. */
export const logBytes = (text: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array> =>
  fc
    .record({
      text,
      crlf: fc.boolean(),
      encoding: fc.oneof(
        { weight: 3, arbitrary: fc.constant('utf8' as const) },
        { weight: 1, arbitrary: fc.constant('latin1' as const) },
      ),
      damages: fc.oneof(fc.constant<Damage[]>([]), fc.array(damages, { maxLength: 8 })),
    })
    .map(({ text: lines, crlf, encoding, damages }) => {
      const whole: Buffer = Buffer.from(crlf ? lines.replaceAll('\n', '\r\n') : lines, encoding)
      return asText(Buffer.from(damages.reduce(damaged, whole)))
    })

/**
 * Sizes of pieces, in turn. Tiny pieces are used for small inputs only, because the parser reads
 * unread bytes again for each piece.
 */
export const pieceSizes: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.constantFrom([1], [2], [3], [7], [64], [65_536]),
  fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 8 }),
)
