import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Redis } from 'ioredis'
import type { WrittenLine } from '../../model/batch-line.ts'
import type { QueuePlace } from './queue-connection.ts'

const packed = promisify(gzip)
const unpacked = promisify(gunzip)

/** A producer that comes back within this time finds what was judged meanwhile. Seconds. */
const KEPT_UNTAKEN = 24 * 60 * 60
/** For other producers that wait for the same; then its memory is free. Seconds. */
const KEPT_TAKEN = 60
const LONGEST = 256 << 20

/**
 * Lines that workers put into Redis for the producers, under what they were made of: the hash of
 * the bundle's content, its name and the rule set. Judged again, by whomever and however it came to
 * be asked for, the same line lies in the same place. The id that a producer knows leads there.
 */
export class ResultShelf {
  private readonly redis: Redis
  private readonly ids: string
  private readonly results: string

  constructor(redis: Redis, { name }: Pick<QueuePlace, 'name'>) {
    this.redis = redis
    this.ids = `${name}:judged:`
    this.results = `${name}:result:`
  }

  /** `madeWith`: the rule set. */
  async put(id: string, { text, ...head }: WrittenLine, madeWith: string): Promise<void> {
    const whole = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), text])
    const place = placeOf(head, text, madeWith)
    const value = await packed(whole, { level: 4 })
    // In this order and both or none: an id that leads nowhere would have it judged again.
    await this.redis
      .multi()
      .set(this.results + place, value, 'EX', KEPT_UNTAKEN)
      .set(this.ids + id, place, 'EX', KEPT_UNTAKEN)
      .exec()
  }

  /**
   * The line of this bundle, which stays for a minute more; undefined when there is none. What no
   * worker wrote is thrown away.
   */
  async take(id: string, bundle: string): Promise<WrittenLine | undefined> {
    const place = await this.redis.getex(this.ids + id, 'EX', KEPT_TAKEN)
    if (place === null) return undefined
    const value = await this.redis.getexBuffer(this.results + place, 'EX', KEPT_TAKEN)
    const line = value === null ? undefined : await opened(value)
    if (line?.bundle === bundle) return line
    await this.redis.del(this.ids + id)
    return undefined
  }

  /** Which of these are there. */
  async has(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const asked = this.redis.pipeline()
    for (const id of ids) asked.exists(this.ids + id)
    const answers = (await asked.exec()) ?? []
    return new Set(ids.filter((_, index) => answers[index]?.[1] === 1))
  }
}

/** What could not be read has no hash of its own: then it is that of what is said about it. */
function placeOf(
  { sha256, bundle }: Omit<WrittenLine, 'text'>,
  text: Uint8Array,
  madeWith: string,
): string {
  const hash = (of: string | Uint8Array) => createHash('sha256').update(of).digest('hex')
  return `${sha256 ?? hash(text)}:${hash(JSON.stringify([madeWith, bundle]))}`
}

async function opened(value: Buffer): Promise<WrittenLine | undefined> {
  try {
    const whole = await unpacked(value, { maxOutputLength: LONGEST })
    const end = whole.indexOf('\n') + 1
    return {
      ...JSON.parse(whole.toString('utf8', 0, end)),
      text: new Uint8Array(whole.subarray(end)),
    }
  } catch {
    return undefined
  }
}
