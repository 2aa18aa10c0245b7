import type { CommandLine } from '../../cli/command-line.ts'
import { UsageError } from '../../model/usage-error.ts'
import type { EtlEvent } from '../../parsers/etl/etl-event.ts'
import type { IndexedBuffer } from '../../parsers/etl/etl-index.ts'
import { type PrintedEvent, providerName } from './printed-event.ts'

/**
 * What merged traces say of themselves: of no use to a reader, and tracefmt does not print it
 * either.
 */
const TRACE_METADATA_CLASSES: ReadonlySet<string> = new Set([
  'b3e675d7-2554-4f18-830b-2762732560de',
  'bbccf6c1-6cd1-48c4-80ff-839482e37671',
  '9b79ee91-b5fd-41c0-a243-4248e266e9d0',
])
const MANIFEST_CHUNK = 0xfffe

/** Which events are printed. */
export class PrintFilter {
  readonly #providers: readonly string[]
  readonly #level: number
  readonly #from: number
  readonly #to: number
  readonly #grep: RegExp | undefined
  readonly #all: boolean

  constructor(options: CommandLine<'etl'>['options']) {
    this.#providers = options.provider
    this.#level = options.level ?? Number.POSITIVE_INFINITY
    this.#from = options.from ?? Number.NEGATIVE_INFINITY
    this.#to = options.to ?? Number.POSITIVE_INFINITY
    if (this.#from > this.#to)
      throw new UsageError('--from is later than --to: nothing lies between them. Swap them.')
    this.#grep = options.grep
    this.#all = options.all
  }

  /** Whether any event of it may be printed. */
  matchesBuffer({ earliestAt: fromAt, latestAt: toAt }: IndexedBuffer): boolean {
    return toAt >= this.#from && fromAt <= this.#to
  }

  /** Before it is decoded. */
  matchesEvent(event: EtlEvent): boolean {
    if (event.at < this.#from || event.at > this.#to || (event.at === this.#to && event.ticks > 0))
      return false
    if (
      this.#level !== Number.POSITIVE_INFINITY &&
      (event.level === 0 || event.level > this.#level)
    )
      return false
    return this.#all || !describesTrace(event)
  }

  matchesProvider(shown: PrintedEvent): boolean {
    return (
      this.#providers.length === 0 || this.#providers.some((name) => isFromProvider(shown, name))
    )
  }

  /** The line as it would be printed. */
  matchesLine(line: string): boolean {
    return this.#grep === undefined || this.#grep.test(line)
  }
}

function isFromProvider(shown: PrintedEvent, name: string): boolean {
  const { event } = shown
  if (name === 'kernel') return event.guid === '' && event.header !== 'trace-message'
  return event.guid === name || providerName(shown)?.toLowerCase() === name
}

function describesTrace({ header, guid, group, opcode, id }: EtlEvent): boolean {
  if (guid === '') return header === 'system' && group === 0 && opcode === 0
  return header === 'event' ? id === MANIFEST_CHUNK : TRACE_METADATA_CLASSES.has(guid)
}
