import { type Random, seededRandom } from './seeded-random.ts'

/** Options of every generator. */
export interface Generated {
  /** Minimum size of the input. */
  readonly bytes: number
  readonly seed: number
}

/** Makes an input in chunks; the same seed gives the same bytes. */
export type Generate = (options: Generated) => Generator<Buffer>

interface Frame {
  readonly first?: string
  readonly last?: string
}

const PIECE = 1 << 20

/** Joins ASCII records until the minimum size is reached, in chunks of 1 MiB. */
export function* records(
  { bytes, seed }: Generated,
  record: (next: Random, index: number) => string,
  { first = '', last = '' }: Frame = {},
): Generator<Buffer> {
  const next = seededRandom(seed)
  let piece = [first]
  let length = first.length
  let total = length
  for (let index = 0; total < bytes; index += 1) {
    const text = record(next, index)
    piece.push(text)
    length += text.length
    total += text.length
    if (length < PIECE) continue
    yield Buffer.from(piece.join(''), 'latin1')
    piece = []
    length = 0
  }
  yield Buffer.from(piece.join('') + last, 'latin1')
}
