import type { Redis } from 'ioredis'
import { UsageError } from '../../model/usage-error.ts'
import { loadBullMq } from './load-bullmq.ts'

/** Where a queue is. */
export interface QueueAddress {
  /** `redis://` or `rediss://`, with user and password where it needs them. */
  readonly url: string
  /** Before all its keys, so that several queues fit into one Redis. */
  readonly name: string
  /** Of spoolscope: another version judges otherwise, and gets no bundle of this one. */
  readonly version: string
}

export const DEFAULT_KEY_PREFIX = 'spoolscope'
const MAX_RETRY_DELAY_MS = 2000

/** One queue for each version. BullMQ allows no colon in it. */
export const queueNameOf = ({ version }: QueueAddress): string => `bundles-${version}`

/** `queue.contoso.example:6379`: what may be shown of the address, which may hold a password. */
export function displayAddress({ url }: Pick<QueueAddress, 'url'>): string {
  const { hostname, port } = parseRedisUrl(url)
  return `${hostname || '127.0.0.1'}:${port || '6379'}`
}

function parseRedisUrl(url: string): URL {
  const place = URL.canParse(url) ? new URL(url) : undefined
  if (place?.protocol === 'redis:' || place?.protocol === 'rediss:') return place
  throw new UsageError(
    '--queue takes the address of a Redis, such as redis://queue.contoso.example:6379 (rediss:// for TLS).',
  )
}

/**
 * A connection that says at once when there is no Redis, and later waits for it to come back. `say`
 * hears that it is away, and back.
 */
export async function connectQueue(
  place: QueueAddress,
  say: (text: string) => void,
): Promise<Redis> {
  const shown = displayAddress(place)
  const { Redis: Connection } = await loadBullMq()
  let ready = false
  let away = false
  let reason = 'no connection'
  const redis = new Connection(place.url, {
    lazyConnect: true,
    maxRetriesPerRequest: null, // BullMQ asks for it: a command waits until Redis is back
    retryStrategy: (times) =>
      ready ? Math.min(50 * 2 ** Math.min(times, 6), MAX_RETRY_DELAY_MS) : null,
  })
  redis.on('error', (error: NodeJS.ErrnoException) => {
    reason = error.message || error.code || reason
    if (!ready || away) return
    away = true
    say(`Redis at ${shown} is away (${reason}); waiting for it`)
  })
  redis.on('ready', () => {
    if (away) say(`Redis at ${shown} is back`)
    ready = true
    away = false
  })
  try {
    await redis.connect()
    return redis
  } catch (error) {
    redis.disconnect()
    throw new UsageError(
      `Cannot reach Redis at ${shown}: ${reason === 'no connection' ? (error as Error).message : reason}. Check the address, the password and that it runs.`,
    )
  }
}
