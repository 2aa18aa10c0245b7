import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Redis } from 'ioredis'
import type { BatchLine, SerializedBatchLine } from '../../model/batch-line.ts'
import { parseCaseReport } from '../../model/report-shape.ts'
import { parseLine } from '../read-result-lines.ts'
import { toWrittenLine } from '../to-written-line.ts'
import type { QueueAddress } from './queue-connection.ts'

const compress = promisify(gzip)
const decompress = promisify(gunzip)

/**
 * A producer that restarts within this time finds the results of the meantime.
 * Limit: time that a result waits for its producer.
 * Beyond: the bundle is analyzed again.
 */
const UNTAKEN_TTL_SECONDS = 24 * 60 * 60
/**
 * A result that was taken is kept this long for other producers that wait for it.
 * Limit: time that a received result is kept for other producers.
 * Beyond: the bundle is analyzed again.
 */
const TAKEN_TTL_SECONDS = 60
/**
 * A report of one case has some ten thousand bytes.
 * Limit: unpacked bytes of a result in Redis.
 * Beyond: it counts as forged, and is deleted.
 */
const MAX_RESULT_BYTES = 256 << 20

/**
 * Stores lines of workers in Redis for the producers. The key of a result is derived from the
 * content of the bundle, its name and the rule set, so analyzing it again replaces the same entry.
 * A second key leads from the id of a job to its result.
 */
export class ResultStore {
  private readonly redis: Redis
  private readonly idKeyPrefix: string
  private readonly resultKeyPrefix: string
  private readonly maxResultBytes: number

  constructor(
    redis: Redis,
    { name }: Pick<QueueAddress, 'name'>,
    maxResultBytes = MAX_RESULT_BYTES,
  ) {
    this.redis = redis
    this.maxResultBytes = maxResultBytes
    this.idKeyPrefix = `${name}:judged:`
    this.resultKeyPrefix = `${name}:result:`
  }

  async put(id: string, { text, ...head }: SerializedBatchLine, ruleSet: string): Promise<void> {
    const content = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), text])
    const key = resultKeyOf(head, text, ruleSet)
    const value = await compress(content, { level: 4 })
    // One transaction: an id without a result would cause another analysis.
    await this.redis
      .multi()
      .set(this.resultKeyPrefix + key, value, 'EX', UNTAKEN_TTL_SECONDS)
      .set(this.idKeyPrefix + id, key, 'EX', UNTAKEN_TTL_SECONDS)
      .exec()
  }

  /**
   * Returns the line of a bundle, and lets it expire in a minute. Returns undefined if there is
   * none. Deletes an entry that no worker can have written.
   */
  async take(
    id: string,
    { bundle, ruleSet }: Pick<BatchLine, 'bundle' | 'ruleSet'>,
  ): Promise<SerializedBatchLine | undefined> {
    const key = await this.redis.getex(this.idKeyPrefix + id, 'EX', TAKEN_TTL_SECONDS)
    if (key === null) return undefined
    const value = await this.redis.getexBuffer(this.resultKeyPrefix + key, 'EX', TAKEN_TTL_SECONDS)
    const line = value === null ? undefined : await decodeResult(value, this.maxResultBytes)
    // Written anew: only what was checked gets into the results, as one line.
    if (line?.bundle === bundle && line.ruleSet === ruleSet) return toWrittenLine(line)
    await this.redis.del(this.idKeyPrefix + id)
    return undefined
  }

  /** Returns the ids that have a result. */
  async has(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const pipeline = this.redis.pipeline()
    for (const id of ids) pipeline.exists(this.idKeyPrefix + id)
    const replies = (await pipeline.exec()) ?? []
    return new Set(ids.filter((_, index) => replies[index]?.[1] === 1))
  }
}

/** A bundle that could not be read has no hash: the hash of its line is used instead. */
function resultKeyOf(
  { sha256, bundle }: Omit<SerializedBatchLine, 'text'>,
  text: Uint8Array,
  ruleSet: string,
): string {
  const hash = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')
  return `${sha256 ?? hash(text)}:${hash(JSON.stringify([ruleSet, bundle]))}`
}

/** Returns undefined for data that no worker can have written. */
async function decodeResult(
  value: Buffer,
  maxOutputLength: number,
): Promise<BatchLine | undefined> {
  try {
    const content = await decompress(value, { maxOutputLength })
    const line = parseLine(content.subarray(content.indexOf('\n') + 1))
    if (line === undefined) return undefined
    const isReport = line.report === undefined || typeof parseCaseReport(line.report) !== 'string'
    return isReport ? line : undefined
  } catch {
    return undefined
  }
}
