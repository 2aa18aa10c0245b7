import { UsageError } from '../../model/usage-error.ts'

/**
 * Loads BullMQ and its Redis client. They are not installed with spoolscope: only a queue needs
 * them. Throws a UsageError if they are missing.
 */
export async function loadBullMq() {
  try {
    const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')])
    return { bullmq, Redis: ioredis.Redis }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (!['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(code)) throw error
    throw new UsageError(
      'A queue needs the packages bullmq and ioredis. Install them next to spoolscope: ' +
        'npm install --global bullmq@6 ioredis@5 ' +
        '(without --global if spoolscope was installed without it).',
    )
  }
}
