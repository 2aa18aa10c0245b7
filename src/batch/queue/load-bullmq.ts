import { UsageError } from '../../model/usage-error.ts'

/**
 * BullMQ and its way to Redis, which are not installed with spoolscope: they are loaded when a
 * queue is asked for.
 */
export async function loadBullMq() {
  try {
    const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')])
    return { bullmq, Redis: ioredis.Redis }
  } catch (error) {
    if (
      !['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(
        String((error as NodeJS.ErrnoException).code),
      )
    )
      throw error
    throw new UsageError(
      'A queue needs the packages bullmq and ioredis, which do not come with spoolscope. Install them beside it: npm install --global bullmq@6 ioredis@5 (without --global where spoolscope was installed without).',
    )
  }
}
