import { chatAnswer, chatRequest } from './chat-packets.ts'
import { noise, offlineIm, packet, provisioned } from './client-log-records.ts'
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

/**
 * Generates the client log of a busy chat day: 1 record in 22 a MESSAGE with the headers that the
 * client writes, sent or received, and after it the answer. INVITEs begin the conversations, 2
 * records in 22 are presence (BENOTIFY), few are REGISTERs; the rest as in `clientLog`.
 */
export const chatLog = (options: Generated): Generator<Buffer> =>
  timed(options, (time, next, index) => {
    if (index % 1000 === 999) return offlineIm(time, next)
    const number = Math.floor(index / 22)
    switch (index % 22) {
      case 4:
      case 14:
        return packet(time, next)
      case 10:
        return chatRequest(time, next, { method: 'MESSAGE', number })
      case 11:
        return chatAnswer(time, next, { method: 'MESSAGE', number })
      case 16:
      case 17: {
        if (number % 20 !== 0) return noise(time, next)
        const method = number % 200 === 0 ? 'REGISTER' : 'INVITE'
        return index % 22 === 16
          ? chatRequest(time, next, { method, number })
          : chatAnswer(time, next, { method, number })
      }
      default:
        return noise(time, next)
    }
  })

/** Generates a client log of nothing but SIP packets that evidence asks for. */
export const sipLog = (options: Generated): Generator<Buffer> =>
  timed(options, (time, next, index) => {
    if (index % 100 === 99) return provisioned(time, next)
    const number = index >> 1
    const method = number % 20 === 3 ? 'REGISTER' : number % 5 === 1 ? 'INVITE' : 'MESSAGE'
    if (index % 2 === 0) return chatRequest(time, next, { method, number })
    const isUnavailable = method === 'INVITE' && number % 50 === 6
    return chatAnswer(
      time,
      next,
      { method, number },
      isUnavailable ? '480 Temporarily Unavailable' : '200 OK',
    )
  })

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
