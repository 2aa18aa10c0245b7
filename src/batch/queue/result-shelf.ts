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

/** Lines that workers put into Redis for the producers, by the id of the bundle: put twice, it is there once. */
export class ResultShelf {
  private readonly redis: Redis
  private readonly prefix: string

  constructor(redis: Redis, { name }: Pick<QueuePlace, 'name'>) {
    this.redis = redis
    this.prefix = `${name}:result:`
  }

  async put(id: string, { text, ...head }: WrittenLine): Promise<void> {
    const whole = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), text])
    await this.redis.set(this.prefix + id, await packed(whole, { level: 4 }), 'EX', KEPT_UNTAKEN)
  }

  /** The line of this bundle, which stays for a minute more; undefined when there is none. What no worker wrote is thrown away. */
  async take(id: string, bundle: string): Promise<WrittenLine | undefined> {
    const value = await this.redis.getexBuffer(this.prefix + id, 'EX', KEPT_TAKEN)
    if (value === null) return undefined
    const line = await opened(value)
    if (line?.bundle === bundle) return line
    await this.redis.del(this.prefix + id)
    return undefined
  }

  /** Which of these are there. */
  async has(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const asked = this.redis.pipeline()
    for (const id of ids) asked.exists(this.prefix + id)
    const answers = (await asked.exec()) ?? []
    return new Set(ids.filter((_, index) => answers[index]?.[1] === 1))
  }
}

async function opened(value: Buffer): Promise<WrittenLine | undefined> {
  try {
    const whole = await unpacked(value, { maxOutputLength: LONGEST })
    const end = whole.indexOf('\n') + 1
    return { ...JSON.parse(whole.toString('utf8', 0, end)), text: new Uint8Array(whole.subarray(end)) }
  } catch {
    return undefined
  }
}
