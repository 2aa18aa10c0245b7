import {
  DEFAULT_KEY_PREFIX,
  displayAddress,
  type QueueAddress,
} from '../batch/queue/queue-connection.ts'
import { UsageError } from '../model/usage-error.ts'
import { one } from '../settings/given.ts'
import type { Options } from '../settings/options.ts'

/** The queue that `--queue` and `--queue-name` mean. */
export function parseQueueTarget(options: Options, version: string): QueueAddress | undefined {
  const url = one(options, 'queue')
  const name = one(options, 'queue-name') ?? DEFAULT_KEY_PREFIX
  if (url === undefined) {
    if (options['queue-name'] !== undefined)
      throw new UsageError('--queue-name needs the Redis that holds it: --queue redis://….')
    return undefined
  }
  if (!/^[\w.-]{1,100}$/.test(name))
    throw new UsageError(`--queue-name takes letters, digits, dots and dashes, not “${name}”.`)
  const place = { url, name, version }
  displayAddress(place) // refuses what is no address of a Redis
  return place
}
