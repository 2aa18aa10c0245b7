import { type Random, seededRandom } from './seeded-random.ts'

/** What every generator is asked for. */
export interface Generated {
  /** Least size of the whole. */
  readonly bytes: number
  readonly seed: number
}

/** Makes an input piece by piece, the same for the same seed. */
export type Generate = (options: Generated) => Generator<Buffer>

interface Frame {
  readonly first?: string
  readonly last?: string
}

const PIECE = 1 << 20

/** Records (of ASCII) one after another until there are bytes enough, a mebibyte at a time. */
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
