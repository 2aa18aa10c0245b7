import type { SipSeen, TraceSeen } from '../model/observation.ts'
import type { ParseContext, Parser, Reading } from '../model/parser.ts'
import type { TraceLevel } from '../model/trace-event.ts'
import { isSipStart, lineFeed, packetBegins, packetEnds, withoutCr } from './client-log-line.ts'
import { LONGEST, packetEnd } from './client-log-packet.ts'
import { ClientLogPrefix, type PrefixKind } from './client-log-prefix.ts'
import { recogniseClientLog } from './client-log-recognise.ts'
import { withoutSecrets } from './embedded-sip.ts'
import { emitSip, parseSip } from './sip.ts'

const LONGEST_MESSAGE = 64 << 10

/** The client's own log, `Lync-UccApi-0.UccApilog`: trace lines, and every SIP packet as it went over the wire. */
export const clientLog: Parser = {
  format: 'client-log',
  title: 'Client log (Lync-UccApi-N.UccApilog)',
  log: true,
  recognise: recogniseClientLog,
  open: (context) => new ClientLogReading(context),
}

/** What is at hand in one call of `read`. */
interface Window {
  readonly bytes: Uint8Array
  readonly to: number
  readonly final: boolean
}

class ClientLogReading implements Reading {
  private readonly context: ParseContext
  private readonly prefix: ClientLogPrefix
  private line = 1
  /** Lines before the first record, -1 from then on. */
  private orphans = 0
  /** The packet that the record above announced. */
  private announced: SipSeen['direction'] | undefined
  /** What the prefix says that was looked at last, and where it stands in the bytes at hand. */
  private told: PrefixKind = 'none'
  private toldAt = -1

  constructor(context: ParseContext) {
    this.context = context
    this.prefix = new ClientLogPrefix(context.clock)
  }

  read(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    const window: Window = { bytes, to, final }
    let at = from
    this.toldAt = -1
    while (at < to) {
      const next = this.record(window, at)
      if (next === undefined) break
      at = next
    }
    return at
  }

  /** Reads the record that begins at `start`; returns where the next one does, undefined when more bytes are needed. */
  private record(window: Window, start: number): number | undefined {
    const { bytes, to } = window
    const kind = start === this.toldAt ? this.told : this.prefix.read(bytes, start, to)
    const feed = lineFeed(bytes, kind === 'none' ? start : this.prefix.message, to)
    if (feed < 0 && !window.final) return undefined
    const next = feed < 0 ? to : feed + 1
    if (kind === 'none') {
      if (this.orphans >= 0) this.orphans += 1
      this.line += 1
      return next
    }
    this.begin()
    const { message } = this.prefix
    const lineEnd = withoutCr(bytes, message, feed < 0 ? to : feed)
    if (kind === 'impossible') this.context.tally.lost({ line: this.line, reason: 'a record with an impossible date or time' })
    else if (isSipStart(bytes, message, lineEnd)) return this.packet(window, message)
    else {
      const begins = packetBegins(bytes, message, lineEnd)
      if (begins === undefined && packetEnds(bytes, message, lineEnd) === undefined) return this.plain(window, start, next)
      this.announced = begins
      this.context.tally.record(this.prefix.at)
    }
    this.line += 1
    return next
  }

  /** Whether a record begins there; the prefix is then already read when its turn comes. */
  private tell(bytes: Uint8Array, at: number, to: number): PrefixKind {
    this.toldAt = at
    this.told = this.prefix.read(bytes, at, to)
    return this.told
  }

  private begin(): void {
    if (this.orphans > 0) {
      const lines = this.orphans === 1 ? 'its first line' : `its first ${this.orphans} lines`
      this.context.tally.note(`Begins in the middle of a record: ${lines} cannot be told`)
    }
    this.orphans = -1
  }

  /** A record of its own, with the lines that continue it. */
  private plain({ bytes, to, final }: Window, start: number, second: number): number | undefined {
    const { prefix, context } = this
    const { at, ticks, message } = prefix
    let lines = 1
    let end = second
    while (end < to && end - start <= LONGEST && this.tell(bytes, end, to) === 'none') {
      const feed = lineFeed(bytes, end, to)
      if (feed < 0 && !final) return undefined
      end = feed < 0 ? to : feed + 1
      lines += 1
    }
    if (end >= to && !final) return undefined
    context.tally.record(at)
    this.announced = undefined
    const { trace } = context.wanted
    if (trace.startsAt(bytes, message, end) || trace.next(bytes, message, end) < end) {
      const source = { path: context.path, line: this.line }
      const text = context.decode(bytes, message, Math.min(end, message + 2 * LONGEST_MESSAGE))
      context.emit({ kind: 'trace', at, source, event: { at, ticks, ...idsOf(bytes, start, message), message: messageOf(text) } })
    }
    this.line += lines
    return end
  }

  private packet({ bytes, to, final }: Window, start: number): number | undefined {
    const { context, prefix, announced, line } = this
    const { at } = prefix
    const { tally, wanted, path } = context
    const found = packetEnd(bytes, start, to, final, prefix, announced)
    if (found === undefined) return undefined
    this.announced = undefined
    this.line += found.lines
    tally.record(at)
    const direction = announced ?? found.direction
    if (found.givenUp) tally.lost({ line, reason: 'a packet without an end within 4 MiB' })
    else if (direction === undefined)
      tally.lost({ line, reason: 'a SIP message of which the log does not say which way it went' })
    else if (wanted.sip.startsAt(bytes, start, found.end) || wanted.sip.next(bytes, start, found.end) < found.end) {
      const parsed = parseSip(context.decode(bytes, start, found.end))
      const damage = [found.damage, parsed?.damage].filter((words) => words !== undefined).join('; ')
      const message = parsed && damage !== '' ? { ...parsed, damage } : parsed
      if (message) emitSip(context, { message, at, direction, vantage: 'client', source: { path, line } })
      else tally.lost({ line, reason: 'a packet that is no SIP message' })
    }
    return found.end
  }
}

const messageOf = (text: string): string =>
  withoutSecrets(
    text
      .replace(/\r\n/g, '\n')
      .replace(/\n{0,4}$/, '')
      .slice(0, LONGEST_MESSAGE),
  )

const LEVELS: Readonly<Record<string, TraceLevel>> = {
  TRACE: 'verbose',
  INFO: 'info',
  WARN: 'warning',
  ERROR: 'error',
  FATAL: 'fatal',
}

type Ids = Pick<TraceSeen['event'], 'pid' | 'tid' | 'level'>

/** The ids and level of a prefix that ends at `message`. */
function idsOf(bytes: Uint8Array, start: number, message: number): Ids {
  // 1A2C:9F4 INFO  ::
  const match = / ([0-9a-f]+):([0-9a-f]+) +([a-z]+) +:: ?$/i.exec(String.fromCharCode(...bytes.subarray(start, message)))
  const level = LEVELS[match?.[3]?.toUpperCase() ?? '']
  return {
    pid: Number.parseInt(match?.[1] ?? '0', 16),
    tid: Number.parseInt(match?.[2] ?? '0', 16),
    ...(level === undefined ? {} : { level }),
  }
}
