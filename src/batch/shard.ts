import { createHash } from 'node:crypto'
import { UsageError } from '../model/usage-error.ts'

/** A part of the bundles: number `share`, from 1, of `count`. */
export interface Shard {
  readonly share: number
  readonly count: number
}

/**
 * No cluster has more machines.
 * Limit: shares of `--shard`.
 * Beyond: a usage error.
 */
const MAX_SHARDS = 100_000

/** Parses `3/8`. Throws a UsageError for anything else. */
export function parseShard(text: string): Shard {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text)
  const [share, count] = [Number(match?.[1]), Number(match?.[2])]
  if (!match || count < 1 || count > MAX_SHARDS)
    throw new UsageError(
      `--shard takes a number and a count, such as 1/8, not “${text}”.` +
        (count > MAX_SHARDS ? ` At most ${MAX_SHARDS} shards are possible.` : ''),
    )
  if (share < 1 || share > count)
    throw new UsageError(
      `--shard ${text} is out of range. Pass a number from 1 to ${count}.` +
        (share === 0 ? ' Add 1 to a number that counts from 0, such as JOB_COMPLETION_INDEX.' : ''),
    )
  return { share, count }
}

/** Whether a bundle is in this shard. Depends on its path only, so all machines agree. */
export function isInShard({ share, count }: Shard, bundle: string): boolean {
  return createHash('sha256').update(bundle).digest().readUIntBE(0, 6) % count === share - 1
}
