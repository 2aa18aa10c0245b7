import { createHash } from 'node:crypto'
import { UsageError } from '../model/usage-error.ts'

/** One share of `of`, counted from 1. */
export interface Shard {
  readonly share: number
  readonly count: number
}

const MAX_SHARDS = 100_000

/** `3/8` */
export function parseShard(text: string): Shard {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text)
  const [share, of] = [Number(match?.[1]), Number(match?.[2])]
  if (!match || of < 1 || of > MAX_SHARDS)
    throw new UsageError(
      `--shard takes a share and how many there are, such as 1/8, not “${text}”.`,
    )
  if (share < 1 || share > of)
    throw new UsageError(
      `--shard ${text}: shares are counted from 1 to ${of}.${share === 0 ? ' A number that counts from 0, such as JOB_COMPLETION_INDEX, needs 1 added.' : ''}`,
    )
  return { share, count: of }
}

/**
 * Whether a bundle is in this share: by its path alone, so that it is in the same one on every
 * machine and in every run.
 */
export function isInShard({ share, count: of }: Shard, bundle: string): boolean {
  return createHash('sha256').update(bundle).digest().readUIntBE(0, 6) % of === share - 1
}
