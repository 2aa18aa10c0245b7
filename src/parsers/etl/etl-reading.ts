import { plural, seconds } from '../../model/duration.ts'
import type { ParseContext, Reading } from '../../model/parser.ts'
import { wantsText } from '../shared/wants-text.ts'
import { emitRecord } from '../sip/embedded-sip.ts'
import { CoveredTime } from './covered-time.ts'
import { traceDecoders } from './decoding.ts'
import { damageText, type EtlDamage } from './etl-damage.ts'
import type { DecodedEvent, EtlDecoder, EtlEvent } from './etl-event.ts'
import { EtlReader } from './etl-reader.ts'
import { traceSeen, withSipLast } from './etl-record.ts'
import type { EtlSession } from './etl-session.ts'
import { HeldObservations } from './held-observations.ts'
import { keptEvent } from './lent-event.ts'
import { OpaqueEvent } from './opaque-event.ts'
import { isTraceMetadata } from './trace-metadata.ts'
import { UndecodedCount } from './undecoded-count.ts'

/** Events that wait for a schema that may come later in the trace, and bytes of them. */
const MOST_WAITING = 50_000
const MOST_WAITING_BYTES = 16 << 20
/** In a trace that is being written, what is older than this is told. */
const TOLD_AFTER = seconds(5)
/** Headers that only the kernel writes, of what it does itself: they tell nothing of a program. */
const OF_THE_KERNEL: ReadonlySet<string> = new Set(['system', 'compact', 'perf-info', 'error'])

/**
 * Reads a binary trace as the text exports are read: every event that some evidence asks for, in
 * the order of their times.
 */
export class EtlReading implements Reading {
  private readonly context: ParseContext
  private readonly reader: EtlReader
  private readonly decoders: readonly EtlDecoder[]
  private readonly held: HeldObservations
  private readonly covered = new CoveredTime()
  private readonly undecoded = new UndecodedCount()
  private readonly opaque = new OpaqueEvent()
  private readonly sorting: ParseContext
  private records = 0
  private passedOver = 0
  private newest = Number.NEGATIVE_INFINITY
  private waiting: EtlEvent[] = []
  private waitingBytes = 0
  private text: Buffer = Buffer.alloc(4096)

  constructor(context: ParseContext) {
    this.context = context
    this.decoders = traceDecoders(context.decoding, context.decode)
    this.held = new HeldObservations((seen) => context.emit(seen))
    this.sorting = { ...context, emit: (seen) => this.held.add(seen) }
    this.reader = new EtlReader({
      session: (session) => this.noteSession(session),
      buffer: (_, cursor) => {
        while (cursor.next()) this.event(cursor.event)
      },
      damage: (damage) => this.noteDamage(damage),
    })
  }

  read(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    const { growing } = this.context
    const at = this.reader.read(bytes, from, to, final, growing)
    if (final) this.end()
    else if (growing) this.held.tellBefore(this.newest - TOLD_AFTER)
    if (final || growing) {
      const { records, undecoded } = this
      this.context.tally.restate({ records, undecoded: undecoded.total }, this.covered.inOrder())
    }
    return at
  }

  more(): boolean {
    return this.held.tellLot()
  }

  private event(event: EtlEvent): void {
    if (this.learn(event) || isTraceMetadata(event)) return
    const decoded = this.decode(event)
    if (OF_THE_KERNEL.has(event.header) || decoded?.by === 'kernel') {
      this.passedOver += 1
      if (decoded) this.tell(event, decoded)
      return
    }
    this.records += 1
    if (!event.untimed) {
      this.covered.record(event.at)
      if (event.at > this.newest) this.newest = event.at
    }
    if (decoded) this.decoded(event, decoded)
    else if (this.mayWait(event)) this.wait(event)
    else this.tellOpaque(event)
  }

  private learn(event: EtlEvent): boolean {
    for (const decoder of this.decoders) if (decoder.learn?.(event)) return true
    return false
  }

  private decode(event: EtlEvent): DecodedEvent | undefined {
    for (const decoder of this.decoders) {
      const decoded = decoder.decode(event)
      if (decoded) return decoded
    }
    return undefined
  }

  private decoded(event: EtlEvent, decoded: DecodedEvent): void {
    // Manifests are found by version too: bytes that are left behind their fields do not make the
    // fields wrong.
    if (decoded.by === 'wpp' && decoded.mismatch !== undefined) this.undecoded.mismatch()
    this.tell(event, decoded)
  }

  private tell(event: EtlEvent, decoded: DecodedEvent): void {
    const message = withSipLast(decoded)
    if (message !== '' && this.wants(message)) this.emit(event, { ...decoded, message })
  }

  private wants(message: string): boolean {
    const most = message.length * 3
    if (this.text.length < most) this.text = Buffer.alloc(most * 2)
    return wantsText(this.context.wanted, this.text, this.text.write(message))
  }

  private emit(event: EtlEvent, told: Parameters<typeof traceSeen>[1]): void {
    emitRecord(this.sorting, traceSeen(event, told, this.context.path))
  }

  /** Merged traces carry the schemas of their events at their end. */
  private mayWait({ header, from, to }: EtlEvent): boolean {
    if (header !== 'event' || this.context.growing) return false
    return this.waiting.length < MOST_WAITING && this.waitingBytes + to - from <= MOST_WAITING_BYTES
  }

  private wait(event: EtlEvent): void {
    this.waiting.push(keptEvent(event))
    this.waitingBytes += event.to - event.from
  }

  private tellOpaque(event: EtlEvent): void {
    const { opaque, context } = this
    opaque.read(event)
    // A message of WPP lacks its words even where its arguments are text.
    if (!opaque.isText || event.header === 'trace-message') this.undecoded.opaque(event)
    if (wantsText(context.wanted, opaque.text, opaque.length))
      this.emit(event, { message: context.decode(opaque.text, 0, opaque.length) })
  }

  private end(): void {
    const { waiting } = this
    this.waiting = []
    this.waitingBytes = 0
    for (const event of waiting) {
      const decoded = this.decode(event)
      if (decoded) this.decoded(event, decoded)
      else this.tellOpaque(event)
    }
    if (this.context.growing) return
    const { tally } = this.context
    for (const sentence of this.undecoded.sentences()) tally.note(sentence)
    if (this.records === 0)
      tally.note(
        `Nothing of a program: ${plural(this.passedOver, 'event')} of the Windows kernel only`,
      )
    if (this.held.overflowed)
      tally.note(
        'So much of this trace is of interest that not all of it could be put in the order of its times',
      )
  }

  private noteSession({ header }: EtlSession): void {
    const { tally } = this.context
    if (!header) return
    if (header.eventsLost > 0) tally.note(`Events lost while tracing: ${header.eventsLost}`)
    if (header.buffersLost > 0) tally.note(`Buffers lost while tracing: ${header.buffersLost}`)
    if (header.endTime === undefined)
      tally.note('The trace was copied before its session ended: its last seconds may be missing')
  }

  private noteDamage(damage: EtlDamage): void {
    const { tally } = this.context
    const reason = damageText(damage)
    if (damage.kind === 'repeated-buffer' || damage.kind === 'missing-buffers')
      tally.note(`At ${damage.offset}: ${reason}`)
    else tally.lost({ offset: damage.offset, reason })
  }
}
