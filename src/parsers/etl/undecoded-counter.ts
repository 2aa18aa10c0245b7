import { formatCount } from '../../model/duration.ts'
import type { EtlEvent } from './etl-event.ts'

/** Providers that are told apart. */
const MAX_NAMES = 1000
const MAX_LISTED_PROVIDERS = 3

/** Counts the events that nothing decodes, by what would. */
export class UndecodedCounter {
  total = 0
  private wpp = 0
  private mismatched = 0
  private readonly sources = new Set<string>()
  private readonly providers = new Map<string, number>()

  /** An event whose schema is not known. */
  countOpaque({ header, guid }: EtlEvent): void {
    this.total += 1
    if (header === 'trace-message') {
      this.wpp += 1
      if (this.sources.size < MAX_NAMES) this.sources.add(guid)
    } else if (this.providers.size < MAX_NAMES || this.providers.has(guid))
      this.providers.set(guid, (this.providers.get(guid) ?? 0) + 1)
  }

  /**
   * A WPP message whose format does not fit its payload: another build may have another message
   * under that number.
   */
  countMismatch(): void {
    this.total += 1
    this.mismatched += 1
  }

  /** What is not decoded and what would decode it, a sentence for each kind. */
  sentences(): readonly string[] {
    const said: string[] = []
    if (this.wpp > 0)
      said.push(
        `${formatCount(this.wpp, 'WPP message')} of ${formatCount(this.sources.size, 'source file')} not decoded: their trace message format files are needed (--tmf)`,
      )
    const others = this.total - this.wpp - this.mismatched
    if (others > 0) {
      const most = [...this.providers]
        .sort(([, left], [, right]) => right - left)
        .slice(0, MAX_LISTED_PROVIDERS)
      const more = this.providers.size > MAX_LISTED_PROVIDERS ? ', …' : ''
      const names = most.map(([guid, count]) => `${guid} ${count}`).join(', ')
      said.push(
        `${formatCount(others, 'event')} not decoded: the manifests of their providers are needed (--manifest): ${names}${more}`,
      )
    }
    if (this.mismatched > 0)
      said.push(
        `${formatCount(this.mismatched, 'WPP message')} not as the trace message format files have it, which are of another build: what could be read is told`,
      )
    return said
  }
}
