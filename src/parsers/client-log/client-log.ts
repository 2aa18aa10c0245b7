import { defined } from '../../model/defined.ts'
import type { SipSeen, TraceSeen } from '../../model/observation.ts'
import type { ParseContext, Parser, Reading } from '../../model/parser.ts'
import type { TraceLevel } from '../../model/trace-event.ts'
import { countLines } from '../shared/count-lines.ts'
import { hitsAhead } from '../shared/hits-ahead.ts'
import { OrdinaryRecords } from '../shared/ordinary-records.ts'
import { withoutSecrets } from '../sip/embedded-sip.ts'
import { emitSip, parseSip } from '../sip/sip.ts'
import { isSipStartLine } from '../sip/sip-start-line.ts'
import { agreedEnd } from './client-log-agreed-end.ts'
import { isSipStart, packetBegins, packetEnds, withoutCr } from './client-log-line.ts'
import { LONGEST, type PacketEnd, packetEnd } from './client-log-packet.ts'
import { ClientLogPrefix, type PrefixKind } from './client-log-prefix.ts'
import { recogniseClientLog } from './client-log-recognise.ts'

const LF = 10
const LONGEST_MESSAGE = 64 << 10
/** By what the kernel calls them. */
const WAYS: readonly (SipSeen['direction'] | undefined)[] = [undefined, 'sent', 'received']

/**
 * The client's own log, `Lync-UccApi-0.UccApilog`: trace lines, and every SIP packet as it went
 * over the wire.
 */
export const clientLog: Parser = {
  format: 'client-log',
  title: 'Client log (Lync-UccApi-N.UccApilog)',
  log: true,
  openEnded: true,
  // Numbered as `announced` is: sent, received.
  signs: ['End of Sending Packet', 'End of Data Received'],
  recognise: recogniseClientLog,
  open: (context) => new ClientLogReading(context),
}

/** What is at hand in one call of `read`. */
interface Window {
  readonly bytes: Uint8Array
  /** The same bytes up to `to`, which searches natively. */
  readonly view: Buffer
  readonly to: number
  readonly final: boolean
  /** Whether a literal that is asked for may stand there; places are to be asked in their order. */
  readonly asked: (from: number, end: number) => boolean
}

class ClientLogReading implements Reading {
  private readonly context: ParseContext
  private readonly prefix: ClientLogPrefix
  private readonly ordinary: OrdinaryRecords
  /** Line number of the record that is being read. */
  private line = 1
  /** Lines before the first record, -1 from then on. */
  private orphans = 0
  /** The packet that the record above announced. */
  private announced: SipSeen['direction'] | undefined
  /** What the prefix says that was looked at last, and where it stands in the bytes at hand. */
  /** The rest of a line too long to be held is passed over. */
  private passing = false
  private told: PrefixKind = 'none'
  private toldAt = -1

  constructor(context: ParseContext) {
    this.context = context
    this.prefix = new ClientLogPrefix(context.clock)
    this.ordinary = new OrdinaryRecords(context, 'client-log')
  }

  read(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, to)
    const window: Window = { bytes, view, to, final, asked: hitsAhead(this.context, bytes, to) }
    let at = this.passing ? this.passLine(view, from) : from
    this.toldAt = -1
    this.context.kernel?.open(bytes, at, to)
    this.ordinary.open()
    while (at < to) {
      at = this.passOver(at)
      const next = this.record(window, at)
      if (next === undefined) break
      at = next
    }
    return at
  }

  /** Passes the rest of a line; returns where the next one begins. */
  private passLine(view: Buffer, from: number): number {
    const feed = view.indexOf(LF, from)
    this.passing = feed < 0
    return feed < 0 ? view.length : feed + 1
  }

  /** Passes over records that are only counted, once a record is begun with. */
  private passOver(from: number): number {
    if (this.orphans >= 0) return from
    const { ordinary } = this
    ordinary.announced = WAYS.indexOf(this.announced)
    const at = ordinary.pass(from)
    this.line += ordinary.lines
    this.announced = WAYS[ordinary.announced]
    return at
  }

  /**
   * Reads the record that begins at `start`; returns where the next one does, undefined when more
   * bytes are needed.
   */
  private record(window: Window, start: number): number | undefined {
    const { bytes, view, to } = window
    const kind = this.tell(bytes, start, to)
    const { message } = this.prefix
    const feed = view.indexOf(LF, kind === 'none' ? start : message)
    if (feed < 0 && !window.final) {
      if (to - start <= LONGEST) return undefined
      this.passing = true
    }
    const next = feed < 0 ? to : feed + 1
    if (kind === 'none') {
      if (this.orphans >= 0) this.orphans += 1
      this.line += 1
      return next
    }
    if (this.orphans >= 0) this.begin()
    if (kind === 'record') this.ordinary.follow(bytes, start, this.prefix.at)
    const lineEnd = withoutCr(bytes, message, feed < 0 ? to : feed)
    if (kind === 'impossible') {
      this.context.tally.lost({
        line: this.line,
        reason: 'a record with an impossible date or time',
      })
      this.line += 1
      return next
    }
    if (isSipStart(bytes, message, lineEnd)) return this.packet(window, message, next)
    const begins = packetBegins(bytes, message, lineEnd)
    if (begins === undefined && packetEnds(bytes, message, lineEnd) === undefined)
      return this.plain(window, start, next)
    this.announced = begins
    this.context.tally.record(this.prefix.at)
    this.line += 1
    return next
  }

  /**
   * Whether a record begins there, and its prefix; looked at once, though both the record before
   * and the record itself ask.
   */
  private tell(bytes: Uint8Array, at: number, to: number): PrefixKind {
    if (at !== this.toldAt) {
      this.told = this.prefix.read(bytes, at, to)
      this.toldAt = at
    }
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
  private plain(
    { bytes, view, to, final, asked }: Window,
    start: number,
    second: number,
  ): number | undefined {
    const { at, ticks, message } = this.prefix
    let end = second
    let lines = 1
    while (end < to && end - start <= LONGEST && this.tell(bytes, end, to) === 'none') {
      const feed = view.indexOf(LF, end)
      if (feed < 0 && !final) {
        if (to - end <= LONGEST) return undefined
        this.passing = true
      }
      end = feed < 0 ? to : feed + 1
      lines += 1
    }
    if (end >= to && !final && !this.passing) return undefined
    if (end - start > LONGEST)
      this.context.tally.note(
        `A record longer than ${LONGEST >> 20} MiB is read in its beginning only`,
      )
    const told = Math.min(end, start + LONGEST)
    const { context } = this
    context.tally.record(at)
    this.announced = undefined
    const { trace } = context.wanted
    if (
      trace.startsAt(bytes, message, told) ||
      (asked(message, told) && trace.next(bytes, message, told) < told)
    ) {
      const source = { path: context.path, line: this.line }
      const text = context.decode(bytes, message, Math.min(end, message + 2 * LONGEST_MESSAGE))
      context.emit({
        kind: 'trace',
        at,
        source,
        event: { at, ticks, ...idsOf(view, start, message), message: messageOf(text) },
      })
    }
    this.line += lines
    return end
  }

  private packet(
    { bytes, view, to, final, asked }: Window,
    start: number,
    second: number,
  ): number | undefined {
    const { context, prefix, announced } = this
    const { at } = prefix
    const { line } = this
    const { tally, wanted, path } = context
    const agreed = agreedEnd(view, start, second - 1, announced)
    this.toldAt = -1
    const agrees = agreed > 0 && this.tell(bytes, agreed, to) === 'record'
    const found: PacketEnd | undefined = agrees
      ? { end: agreed }
      : packetEnd(bytes, start, to, final, prefix, announced)
    if (found === undefined) return undefined
    if (!agrees) this.toldAt = -1
    this.announced = undefined
    tally.record(at)
    const { end } = found
    this.line += countLines(bytes, start, end)
    const direction = announced ?? found.direction
    const lost = (reason: string) => tally.lost({ line, reason })
    if (found.givenUp) lost('a packet without an end within 4 MiB')
    else if (direction === undefined)
      lost('a SIP message of which the log does not say which way it went')
    else if (
      !isSipStartLine(
        bytes,
        start,
        withoutCr(bytes, start, bytes[second - 1] === LF ? second - 1 : second),
      )
    )
      lost('a packet that is no SIP message')
    else if (
      wanted.sip.startsAt(bytes, start, end) ||
      (asked(start, end) && wanted.sip.next(bytes, start, end) < end)
    ) {
      const parsed = parseSip(context.decode(bytes, start, end))
      const damage = [found.damage, parsed?.damage]
        .filter((words) => words !== undefined)
        .join('; ')
      const message = parsed && damage !== '' ? { ...parsed, damage } : parsed
      const source = { path, line }
      if (message) emitSip(context, { message, at, direction, vantage: 'client', source })
    }
    return end
  }
}

/** The message without secrets, and without the line ends behind it. */
function messageOf(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n/g, '\n') : text
  let end = lines.length
  while (end > 0 && lines.length - end < 4 && lines[end - 1] === '\n') end -= 1
  return withoutSecrets(lines.slice(0, Math.min(end, LONGEST_MESSAGE)))
}

const LEVELS: Readonly<Record<string, TraceLevel>> = {
  TRACE: 'verbose',
  INFO: 'info',
  WARN: 'warning',
  ERROR: 'error',
  FATAL: 'fatal',
}

type Ids = Pick<TraceSeen['event'], 'pid' | 'tid' | 'level'>

/** The ids and level of a prefix that ends at `message`. */
function idsOf(view: Buffer, start: number, message: number): Ids {
  // 1A2C:9F4 INFO  ::
  const match = / ([0-9a-f]+):([0-9a-f]+) +([a-z]+) +:: ?$/i.exec(
    view.toString('latin1', start, message),
  )
  const level = LEVELS[match?.[3]?.toUpperCase() ?? '']
  return {
    pid: Number.parseInt(match?.[1] ?? '0', 16),
    tid: Number.parseInt(match?.[2] ?? '0', 16),
    ...defined({ level }),
  }
}
