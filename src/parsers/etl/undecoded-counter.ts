import { formatCount } from '../../model/duration.ts'
import type { EtlEvent } from './etl-event.ts'

/**
 * Damaged traces may have any number.
 * Limit: providers and sources without a format that are counted apart.
 * Beyond: further ones are not counted apart.
 */
const MAX_NAMES = 1000
const MAX_LISTED_PROVIDERS = 3

/** Counts events that could not be decoded, by the kind of file that would decode them. */
export class UndecodedCounter {
  total = 0
  private wpp = 0
  private partialMessages = 0
  private partialEvents = 0
  private readonly sources = new Set<string>()
  private readonly providers = new Map<string, number>()

  /** Counts an event without a known schema. */
  countOpaque({ header, guid }: EtlEvent): void {
    this.total += 1
    if (header === 'trace-message') {
      this.wpp += 1
      if (this.sources.size < MAX_NAMES) this.sources.add(guid)
    } else if (this.providers.size < MAX_NAMES || this.providers.has(guid))
      this.providers.set(guid, (this.providers.get(guid) ?? 0) + 1)
  }

  /**
   * Counts an event whose schema does not fit its payload. In another build, the number of a WPP
   * message may belong to another message, and an event may have other fields.
   */
  countPartial({ header }: Pick<EtlEvent, 'header'>): void {
    this.total += 1
    if (header === 'trace-message') this.partialMessages += 1
    else this.partialEvents += 1
  }

  /** One sentence for each kind of undecoded events, with the files that would decode them. */
  sentences(): readonly string[] {
    const sentences: string[] = []
    if (this.wpp > 0)
      sentences.push(
        `${formatCount(this.wpp, 'WPP message')} of ` +
          `${formatCount(this.sources.size, 'source file')} not decoded: ` +
          'pass their trace message format files (--tmf)',
      )
    const others = this.total - this.wpp - this.partialMessages - this.partialEvents
    if (others > 0) {
      const largest = [...this.providers]
        .sort(([, left], [, right]) => right - left)
        .slice(0, MAX_LISTED_PROVIDERS)
      const more = this.providers.size > MAX_LISTED_PROVIDERS ? ', …' : ''
      const names = largest.map(([guid, count]) => `${guid} ${count}`).join(', ')
      sentences.push(
        `${formatCount(others, 'event')} not decoded: ` +
          `pass the manifests of their providers (--manifest): ${names}${more}`,
      )
    }
    if (this.partialMessages > 0)
      sentences.push(
        `${formatCount(this.partialMessages, 'WPP message')} only partly decoded: ` +
          'the trace message format files are from another build',
      )
    if (this.partialEvents > 0)
      sentences.push(
        `${formatCount(this.partialEvents, 'event')} only partly decoded: ` +
          'their manifests are from another build, or the events are damaged',
      )
    return sentences
  }
}
