import type { Redis } from 'ioredis'
import { UsageError } from '../../model/usage-error.ts'
import { loadBullMq } from './load-bullmq.ts'

export interface QueueAddress {
  /** `redis://` or `rediss://`, with user and password if Redis needs them. */
  readonly url: string
  /** Prefix of all keys, so that several queues can share one Redis. */
  readonly name: string
  /** Version of spoolscope. Each version has its own queue, because its rules may differ. */
  readonly version: string
}

export const DEFAULT_KEY_PREFIX = 'spoolscope'
const MAX_RETRY_DELAY_MS = 2000

/** Returns the name of the queue of a version. BullMQ does not allow a colon in it. */
export const queueNameOf = ({ version }: QueueAddress): string => `bundles-${version}`

/** Returns host and port, such as `queue.contoso.example:6379`: the URL may contain a password. */
export function displayAddress({ url }: Pick<QueueAddress, 'url'>): string {
  const { hostname, port } = parseRedisUrl(url)
  return `${hostname || '127.0.0.1'}:${port || '6379'}`
}

function parseRedisUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed?.protocol === 'redis:' || parsed?.protocol === 'rediss:') return parsed
  throw new UsageError(
    '--queue takes the address of a Redis server, ' +
      'such as redis://queue.contoso.example:6379 (rediss:// for TLS).',
  )
}

/**
 * Connects to Redis. Throws a UsageError if that fails. If the connection is lost later, commands
 * wait until it is back, and `log` gets a message about each change.
 */
export async function connectQueue(
  address: QueueAddress,
  log: (text: string) => void,
): Promise<Redis> {
  const hostAndPort = displayAddress(address)
  const { Redis: Connection } = await loadBullMq()
  let wasConnected = false
  let isLost = false
  let reason: string | undefined
  const redis = new Connection(address.url, {
    lazyConnect: true,
    maxRetriesPerRequest: null, // Required by BullMQ: commands wait until Redis is back.
    retryStrategy: (times) =>
      wasConnected ? Math.min(50 * 2 ** Math.min(times, 6), MAX_RETRY_DELAY_MS) : null,
  })
  redis.on('error', (error: NodeJS.ErrnoException) => {
    reason = error.message || error.code || reason
    if (!wasConnected || isLost) return
    isLost = true
    log(`Lost the connection to Redis at ${hostAndPort} (${reason}); reconnecting`)
  })
  redis.on('ready', () => {
    if (isLost) log(`Connected to Redis at ${hostAndPort} again`)
    wasConnected = true
    isLost = false
  })
  try {
    await redis.connect()
    return redis
  } catch (error) {
    redis.disconnect()
    throw new UsageError(
      `Cannot reach Redis at ${hostAndPort}: ${reason ?? (error as Error).message}. ` +
        'Check the address, the password and that Redis is running.',
    )
  }
}
