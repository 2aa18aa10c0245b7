import { formatCount } from '../../model/duration.ts'
import type { EtlEvent } from './etl-event.ts'

/** Providers and sources that are counted separately. */
const MAX_NAMES = 1000
const MAX_LISTED_PROVIDERS = 3

/** Counts events that could not be decoded, by the kind of file that would decode them. */
export class UndecodedCounter {
  total = 0
  private wpp = 0
  private mismatched = 0
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
   * Counts a WPP message whose format does not fit its payload. In another build, the number may
   * belong to another message.
   */
  countMismatch(): void {
    this.total += 1
    this.mismatched += 1
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
    const others = this.total - this.wpp - this.mismatched
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
    if (this.mismatched > 0)
      sentences.push(
        `${formatCount(this.mismatched, 'WPP message')} only partly decoded: ` +
          'the trace message format files are from another build',
      )
    return sentences
  }
}
