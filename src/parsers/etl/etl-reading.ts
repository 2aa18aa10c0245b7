import { present } from '../../model/defined.ts'
import { formatCount, seconds } from '../../model/duration.ts'
import { isWindowsName } from '../../model/logs/log-program.ts'
import type { ParseContext, ParseSession } from '../../model/parser.ts'
import { isTextWanted } from '../shared/is-text-wanted.ts'
import { containsSipMessage, emitRecord, noteProgram } from '../sip/embedded-sip.ts'
import { CoveredTime } from './covered-time.ts'
import { decodeEvent, learnFromEvent } from './decoders/decode-event.ts'
import { type EtlDamage, formatDamage } from './etl-damage.ts'
import type { DecodedEvent, EtlDecoder, EtlEvent } from './etl-event.ts'
import { EtlReader } from './etl-reader.ts'
import type { EtlSession } from './etl-session.ts'
import { findProviderName } from './known-providers.ts'
import { OpaqueEvent } from './opaque-event.ts'
import { ReorderBuffer } from './reorder-buffer.ts'
import { copyEvent } from './reusable-event.ts'
import { createTraceDecoders } from './trace-decoders.ts'
import { isTraceMetadata } from './trace-metadata.ts'
import { moveSipLast, toTraceObservation } from './trace-observation.ts'
import { TraceProcesses } from './trace-processes.ts'
import { UndecodedCounter } from './undecoded-counter.ts'

/**
 * A schema may follow later in the trace, or never.
 * Limit: events that wait for their schema.
 * Beyond: the event counts as not decoded.
 */
const MAX_POSTPONED_EVENTS = 50_000
/**
 * The schema of an event is near it, or missing.
 * Limit: bytes of events that wait for their schema.
 * Beyond: the event counts as not decoded.
 */
const MAX_POSTPONED_BYTES = 16 << 20
/** Providers whose counts are passed on together. Damaged traces may have any number. */
const MAX_PROVIDERS = 1000
/**
 * In a growing trace, observations are emitted once they are this much older than the latest event.
 */
const LIVE_DELAY_MS = seconds(5)
/**
 * Headers that only the Windows kernel writes, about its own work. They say nothing about a
 * program.
 */
const KERNEL_HEADERS: ReadonlySet<string> = new Set(['system', 'compact', 'perf-info', 'error'])

interface ProviderCount {
  events: number
  readonly isWindows: boolean
}

/** Reads a binary trace like its text exports: emits all wanted events, sorted by time. */
export class EtlReading implements ParseSession {
  private readonly context: ParseContext
  private readonly reader: EtlReader
  private readonly decoders: readonly EtlDecoder[]
  private readonly reorderBuffer: ReorderBuffer
  private readonly coveredTime = new CoveredTime()
  private readonly undecoded = new UndecodedCounter()
  private readonly opaque = new OpaqueEvent()
  private readonly reorderContext: ParseContext
  private readonly processes = new TraceProcesses()
  /** Number of events by the name of their provider. */
  private readonly providers = new Map<string, ProviderCount>()
  private lastProvider: string | undefined
  private lastCount: ProviderCount = { events: 0, isWindows: false }
  private records = 0
  /** Number of events of programs that were handled, decoded or not. */
  private handled = 0
  private skippedKernelEvents = 0
  private latestAt = Number.NEGATIVE_INFINITY
  private postponed: EtlEvent[] = []
  private postponedBytes = 0
  private text: Buffer = Buffer.alloc(4096)

  constructor(context: ParseContext) {
    this.context = context
    this.decoders = createTraceDecoders(context.decoding, context.decode)
    this.reorderBuffer = new ReorderBuffer((observation) => context.emit(observation))
    this.reorderContext = { ...context, emit: (observation) => this.reorderBuffer.add(observation) }
    this.reader = new EtlReader({
      onSession: (session) => this.noteSession(session),
      onBuffer: (_, cursor) => {
        while (cursor.next()) this.handleEvent(cursor.event)
      },
      onDamage: (damage) => this.noteDamage(damage),
    })
  }

  read(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    const { isGrowing } = this.context
    const at = this.reader.read(bytes, from, to, final, isGrowing)
    if (final) this.finish()
    else if (isGrowing) this.reorderBuffer.emitBefore(this.latestAt - LIVE_DELAY_MS)
    if (final || isGrowing) {
      this.noteWriters()
      const { records, undecoded } = this
      this.context.tally.replaceRecords(
        { records, undecoded: undecoded.total },
        this.coveredTime.sortedIntervals(),
      )
    }
    return at
  }

  emitMore(): boolean {
    return this.reorderBuffer.emitBatch()
  }

  private handleEvent(event: EtlEvent): void {
    if (learnFromEvent(event, this.decoders) || isTraceMetadata(event)) return
    const decoded = decodeEvent(event, this.decoders)
    if (KERNEL_HEADERS.has(event.header) || decoded?.by === 'kernel') {
      this.skippedKernelEvents += 1
      if (decoded) {
        this.processes.addKernelEvent(decoded)
        this.emitDecoded(event, decoded)
      }
      return
    }
    this.records += 1
    if (!event.untimed) {
      this.coveredTime.add(event.at)
      if (event.at > this.latestAt) this.latestAt = event.at
    }
    if (decoded) this.handleDecoded(event, decoded)
    else if (this.canWait(event)) this.postpone(event)
    else this.emitOpaque(event)
  }

  private handleDecoded(event: EtlEvent, decoded: DecodedEvent): void {
    if (decoded.isPartial) this.undecoded.countPartial(event)
    this.countWriter(event, decoded.provider)
    this.emitDecoded(event, decoded, true)
  }

  /**
   * Counts the events of each provider and process. Consecutive events mostly have the same ones.
   * In the process of the client, Windows writes events about its own work.
   */
  private countWriter({ guid, pid }: EtlEvent, name = findProviderName(guid) ?? ''): void {
    if (name !== this.lastProvider) {
      if (this.providers.size >= MAX_PROVIDERS && !this.providers.has(name)) this.noteProviders()
      this.lastProvider = name
      this.lastCount = this.providers.get(name) ?? { events: 0, isWindows: isWindowsName(name) }
      this.providers.set(name, this.lastCount)
    }
    this.lastCount.events += 1
    if (pid !== undefined && !this.lastCount.isWindows) this.processes.addWriter(pid)
  }

  /** Passes on which providers and processes wrote the events since the last call. */
  private noteWriters(): void {
    const { program } = this.context.tally
    this.noteProviders()
    for (const { image, events } of this.processes.takeClients())
      program.addName('process', image, events)
  }

  private emitDecoded(event: EtlEvent, decoded: DecodedEvent, isOfProgram = false): void {
    const shown = moveSipLast(decoded)
    const showsProgram = isOfProgram && this.mayShowProgram()
    const hasHidden = decoded.blobs !== undefined || decoded.isPartial === true
    const isWanted =
      (shown !== '' && this.isWanted(shown)) || (hasHidden && this.isHiddenWanted(event, decoded))
    if (!isWanted && !showsProgram) return
    const message = hasHidden ? this.addHiddenTexts(shown, event, decoded) : shown
    if (showsProgram) noteProgram(this.context, message)
    if (isWanted) this.emit(event, { ...decoded, message })
  }

  /**
   * Reads the texts that the values of an event do not show, one after the other: those in its
   * binary data, or those of the whole payload where the schema does not fit. Decoding must not hide
   * what an opaque event shows. Stops when `handle` returns true, and returns whether it did.
   */
  private readHiddenTexts(
    event: EtlEvent,
    { blobs = [], isPartial }: DecodedEvent,
    handle: (opaque: OpaqueEvent) => boolean,
  ): boolean {
    const { opaque } = this
    if (isPartial) {
      opaque.read(event)
      return handle(opaque)
    }
    for (const blob of blobs) {
      opaque.readBytes(blob)
      if (handle(opaque)) return true
    }
    return false
  }

  private isHiddenWanted(event: EtlEvent, decoded: DecodedEvent): boolean {
    return this.readHiddenTexts(event, decoded, ({ text, length }) =>
      isTextWanted(this.context.wanted, text, length),
    )
  }

  private addHiddenTexts(message: string, event: EtlEvent, decoded: DecodedEvent): string {
    const texts: string[] = []
    this.readHiddenTexts(event, decoded, ({ text, length }) => {
      if (length > 0) texts.push(this.context.decode(text, 0, length))
      return false
    })
    // A SIP message continues to the end of the record, so nothing may follow it.
    const sip = texts.find(containsSipMessage)
    const others = texts.filter((text) => text !== sip)
    if (containsSipMessage(message)) return [...others, message].join('\n')
    return present([message, ...others, sip]).join('\n')
  }

  private isWanted(message: string): boolean {
    const most = message.length * 3
    if (this.text.length < most) this.text = Buffer.alloc(most * 2)
    return isTextWanted(this.context.wanted, this.text, this.text.write(message))
  }

  private emit(event: EtlEvent, words: Parameters<typeof toTraceObservation>[1]): void {
    emitRecord(this.reorderContext, toTraceObservation(event, words, this.context.path))
  }

  private noteProviders(): void {
    const { program } = this.context.tally
    for (const [name, { events }] of this.providers) program.addName('provider', name, events)
    this.providers.clear()
    this.lastProvider = undefined
  }

  /** Whether the event may be postponed: merged traces carry their schemas at the end. */
  private canWait({ header, from, to }: EtlEvent): boolean {
    if (header !== 'event' || this.context.isGrowing) return false
    return (
      this.postponed.length < MAX_POSTPONED_EVENTS &&
      this.postponedBytes + to - from <= MAX_POSTPONED_BYTES
    )
  }

  private postpone(event: EtlEvent): void {
    this.postponed.push(copyEvent(event))
    this.postponedBytes += event.to - event.from
  }

  /** Whether the event that is handled is searched for what shows the program. */
  private mayShowProgram(): boolean {
    this.handled += 1
    return this.context.tally.program.mayShowProgram(this.handled)
  }

  private emitOpaque(event: EtlEvent): void {
    const { opaque, context } = this
    opaque.read(event)
    this.countWriter(event)
    if (this.mayShowProgram()) noteProgram(context, context.decode(opaque.text, 0, opaque.length))
    // A WPP message lacks its format even when its arguments are text.
    if (!opaque.isText || event.header === 'trace-message') this.undecoded.countOpaque(event)
    if (isTextWanted(context.wanted, opaque.text, opaque.length))
      this.emit(event, { message: context.decode(opaque.text, 0, opaque.length) })
  }

  private finish(): void {
    const { postponed } = this
    this.postponed = []
    this.postponedBytes = 0
    for (const event of postponed) {
      const decoded = decodeEvent(event, this.decoders)
      if (decoded) this.handleDecoded(event, decoded)
      else this.emitOpaque(event)
    }
    const { tally } = this.context
    if (this.context.isGrowing) return
    for (const sentence of this.undecoded.sentences()) tally.addNote(sentence)
    if (this.records === 0)
      tally.addNote(
        `No events of a program: only ${formatCount(this.skippedKernelEvents, 'event')} ` +
          'of the Windows kernel',
      )
    if (this.reorderBuffer.overflowed)
      tally.addNote(
        'Too many events are of interest to sort all of them by time: some are out of order',
      )
  }

  private noteSession({ header }: EtlSession): void {
    const { tally } = this.context
    if (!header) return
    tally.program.addTitle(header.loggerName)
    tally.program.addTitle(header.logFileName)
    if (header.eventsLost > 0) tally.addNote(`Events lost while tracing: ${header.eventsLost}`)
    if (header.buffersLost > 0) tally.addNote(`Buffers lost while tracing: ${header.buffersLost}`)
    if (header.endTime === undefined)
      tally.addNote(
        'The trace was copied before its session ended: its last seconds may be missing',
      )
  }

  private noteDamage(damage: EtlDamage): void {
    const { tally } = this.context
    const reason = formatDamage(damage)
    if (damage.kind === 'repeated-buffer' || damage.kind === 'missing-buffers')
      tally.addNote(`At ${damage.offset}: ${reason}`)
    else tally.addDamage({ offset: damage.offset, reason })
  }
}
