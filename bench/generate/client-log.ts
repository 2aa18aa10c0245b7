import { noise, offlineIm, packet, random } from './client-log-records.ts'

export interface ClientLogOptions {
  /** Least size of the whole log. */
  readonly bytes: number
  readonly seed?: number
}

const PIECE = 1 << 20
const SIGN_IN = Date.UTC(2016, 5, 14, 8)

/**
 * A client log as a busy day writes it, the same for the same seed: trace lines of about 110 bytes; every 20th record a SIP packet of one
 * to two kilobytes, presence mostly; every 1,000th record about Offline IM.
 */
export function* clientLog({ bytes, seed = 1 }: ClientLogOptions): Generator<Buffer> {
  const next = random(seed)
  let at = SIGN_IN
  let piece: string[] = []
  let length = 0
  let total = 0
  for (let record = 0; total < bytes; record += 1) {
    at += next(40)
    const time = stamp(at)
    const text = record % 1000 === 999 ? offlineIm(time, next) : record % 20 === 10 ? packet(time, next) : noise(time, next)
    piece.push(text)
    length += text.length
    total += text.length
    if (length < PIECE) continue
    yield Buffer.from(piece.join(''), 'latin1')
    piece = []
    length = 0
  }
  yield Buffer.from(piece.join(''), 'latin1')
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value))

/** 06/14/2016|10:11:12.123 */
function stamp(at: number): string {
  const date = new Date(at)
  const day = `${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())}/${date.getUTCFullYear()}`
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`
  return `${day}|${time}.${String(date.getUTCMilliseconds()).padStart(3, '0')}`
}
