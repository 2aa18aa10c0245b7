import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Redis } from 'ioredis'
import type { SerializedBatchLine } from '../../model/batch-line.ts'
import type { QueueAddress } from './queue-connection.ts'

const compress = promisify(gzip)
const decompress = promisify(gunzip)

/** A producer that comes back within this time finds what was judged meanwhile. Seconds. */
const UNTAKEN_TTL_SECONDS = 24 * 60 * 60
/** For other producers that wait for the same; then its memory is free. Seconds. */
const TAKEN_TTL_SECONDS = 60
const MAX_RESULT_BYTES = 256 << 20

/**
 * Lines that workers put into Redis for the producers, under what they were made of: the hash of
 * the bundle's content, its name and the rule set. Judged again, by whomever and however it came to
 * be asked for, the same line lies in the same place. The id that a producer knows leads there.
 */
export class ResultStore {
  private readonly redis: Redis
  private readonly idKeyPrefix: string
  private readonly resultKeyPrefix: string

  constructor(redis: Redis, { name }: Pick<QueueAddress, 'name'>) {
    this.redis = redis
    this.idKeyPrefix = `${name}:judged:`
    this.resultKeyPrefix = `${name}:result:`
  }

  /** `madeWith`: the rule set. */
  async put(id: string, { text, ...head }: SerializedBatchLine, madeWith: string): Promise<void> {
    const whole = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), text])
    const place = resultKeyOf(head, text, madeWith)
    const value = await compress(whole, { level: 4 })
    // In this order and both or none: an id that leads nowhere would have it judged again.
    await this.redis
      .multi()
      .set(this.resultKeyPrefix + place, value, 'EX', UNTAKEN_TTL_SECONDS)
      .set(this.idKeyPrefix + id, place, 'EX', UNTAKEN_TTL_SECONDS)
      .exec()
  }

  /**
   * The line of this bundle, which stays for a minute more; undefined when there is none. What no
   * worker wrote is thrown away.
   */
  async take(id: string, bundle: string): Promise<SerializedBatchLine | undefined> {
    const place = await this.redis.getex(this.idKeyPrefix + id, 'EX', TAKEN_TTL_SECONDS)
    if (place === null) return undefined
    const value = await this.redis.getexBuffer(
      this.resultKeyPrefix + place,
      'EX',
      TAKEN_TTL_SECONDS,
    )
    const line = value === null ? undefined : await decodeResult(value)
    if (line?.bundle === bundle) return line
    await this.redis.del(this.idKeyPrefix + id)
    return undefined
  }

  /** Which of these are there. */
  async has(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const asked = this.redis.pipeline()
    for (const id of ids) asked.exists(this.idKeyPrefix + id)
    const answers = (await asked.exec()) ?? []
    return new Set(ids.filter((_, index) => answers[index]?.[1] === 1))
  }
}

/** What could not be read has no hash of its own: then it is that of what is said about it. */
function resultKeyOf(
  { sha256, bundle }: Omit<SerializedBatchLine, 'text'>,
  text: Uint8Array,
  madeWith: string,
): string {
  const hash = (of: string | Uint8Array) => createHash('sha256').update(of).digest('hex')
  return `${sha256 ?? hash(text)}:${hash(JSON.stringify([madeWith, bundle]))}`
}

async function decodeResult(value: Buffer): Promise<SerializedBatchLine | undefined> {
  try {
    const whole = await decompress(value, { maxOutputLength: MAX_RESULT_BYTES })
    const end = whole.indexOf('\n') + 1
    return {
      ...JSON.parse(whole.toString('utf8', 0, end)),
      text: new Uint8Array(whole.subarray(end)),
    }
  } catch {
    return undefined
  }
}
