import { parseIsoTime } from '../../model/moment.ts'
import { UsageError } from '../../model/usage-error.ts'
import type { EtlEvent } from '../../parsers/etl/etl-event.ts'
import type { IndexedBuffer } from '../../parsers/etl/etl-index.ts'
import { many, one, read } from '../../settings/given.ts'
import type { Options } from '../../settings/options.ts'
import { type PrintedEvent, providerName } from './printed-event.ts'

const LEVELS = ['critical', 'error', 'warning', 'information', 'verbose'] as const

/**
 * Classes of events in which merged traces describe themselves. tracefmt does not print them
 * either.
 */
const TRACE_METADATA_CLASSES: ReadonlySet<string> = new Set([
  'b3e675d7-2554-4f18-830b-2762732560de',
  'bbccf6c1-6cd1-48c4-80ff-839482e37671',
  '9b79ee91-b5fd-41c0-a243-4248e266e9d0',
])
const MANIFEST_CHUNK = 0xfffe

/** Selects the events to print. */
export class PrintFilter {
  readonly #providers: readonly string[]
  readonly #level: number
  readonly #from: number
  readonly #to: number
  readonly #grep: RegExp | undefined
  readonly #all: boolean

  constructor(options: Options) {
    this.#providers = many(options, 'provider').map((name) =>
      name
        .trim()
        .toLowerCase()
        .replace(/^\{(.*)\}$/, '$1'),
    )
    this.#level =
      read(options, 'level', parseLevel, `a number from 1 to 5, or ${LEVELS.join(', ')}`) ??
      Number.POSITIVE_INFINITY
    const time = 'a time with its zone, such as 2016-06-14T08:30Z'
    this.#from = read(options, 'from', parseIsoTime, time) ?? Number.NEGATIVE_INFINITY
    this.#to = read(options, 'to', parseIsoTime, time) ?? Number.POSITIVE_INFINITY
    if (this.#from > this.#to)
      throw new UsageError('--from is later than --to, so no event can match. Swap them.')
    this.#grep = parseExpression(one(options, 'grep'))
    this.#all = options.all === true
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

function describesTrace({ header, guid, group, opcode, id }: EtlEvent): boolean {
  if (guid === '') return header === 'system' && group === 0 && opcode === 0
  return header === 'event' ? id === MANIFEST_CHUNK : TRACE_METADATA_CLASSES.has(guid)
}

function parseLevel(text: string): number | undefined {
  const named = LEVELS.map(String).indexOf(text.toLowerCase())
  if (named >= 0) return named + 1
  return /^[1-5]$/.test(text) ? Number(text) : undefined
}

/** Parses a regular expression that ignores case. */
function parseExpression(text: string | undefined): RegExp | undefined {
  if (text === undefined) return undefined
  try {
    return new RegExp(text, 'iu')
  } catch (error) {
    throw new UsageError(
      `--grep takes a regular expression: ${(error as Error).message}. ` +
        'Put \\ before special characters to match them literally.',
    )
  }
}
