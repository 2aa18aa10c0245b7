import { noise, offlineIm, packet } from './client-log-records.ts'
import { type Generated, records } from './records.ts'
import type { Random } from './seeded-random.ts'
import { START, usTime } from './time-text.ts'

/**
 * Generates a client log of a busy day: trace lines of about 110 bytes; every 20th record a SIP
 * packet of one to two kilobytes, presence mostly; every 1,000th record about Offline IM.
 */
export const clientLog = (options: Generated): Generator<Buffer> =>
  timed(options, (time, next, index) =>
    index % 1000 === 999
      ? offlineIm(time, next)
      : index % 20 === 10
        ? packet(time, next)
        : noise(time, next),
  )

/** Generates the worst case: every record concerns Offline IM, SIP or Exchange. */
export const denseClientLog = (options: Generated): Generator<Buffer> => timed(options, offlineIm)

function timed(
  options: Generated,
  record: (time: string, next: Random, index: number) => string,
): Generator<Buffer> {
  let at = START
  return records(options, (next, index) => {
    at += next(40)
    return record(usTime(at, '|'), next, index)
  })
}
