import type { CommandLine } from '../../cli/command-line.ts'
import { describesTrace } from '../../excerpts/describes-trace.ts'
import { type PrintedEvent, providerName } from '../../excerpts/printed-event.ts'
import { UsageError } from '../../model/usage-error.ts'
import type { EtlEvent } from '../../parsers/etl/etl-event.ts'
import type { IndexedBuffer } from '../../parsers/etl/etl-index.ts'

/** Selects the events to print. */
export class PrintFilter {
  readonly #providers: readonly string[]
  readonly #level: number
  readonly #from: number
  readonly #to: number
  readonly #grep: RegExp | undefined
  readonly #all: boolean

  constructor(options: CommandLine<'etl print'>['options']) {
    this.#providers = options.provider
    this.#level = options.level ?? Number.POSITIVE_INFINITY
    this.#from = options.from ?? Number.NEGATIVE_INFINITY
    this.#to = options.to ?? Number.POSITIVE_INFINITY
    if (this.#from > this.#to)
      throw new UsageError('--from is later than --to, so no event can match. Swap them.')
    this.#grep = options.grep
    this.#all = options.all
  }

  /** Whether the buffer can contain events to print. */
  matchesBuffer({ earliestAt, latestAt }: IndexedBuffer): boolean {
    return latestAt >= this.#from && earliestAt <= this.#to
  }

  /** Tests time, level and kind of an event, before it is decoded. */
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

  /** Whether the provider of the event is selected. */
  matchesProvider(event: PrintedEvent): boolean {
    return (
      this.#providers.length === 0 || this.#providers.some((name) => isFromProvider(event, name))
    )
  }

  /** Tests the formatted line against `--grep`. */
  matchesLine(line: string): boolean {
    return this.#grep === undefined || this.#grep.test(line)
  }
}

function isFromProvider(printed: PrintedEvent, name: string): boolean {
  const { event } = printed
  if (name === 'kernel') return event.guid === '' && event.header !== 'trace-message'
  return event.guid === name || providerName(printed)?.toLowerCase() === name
}
