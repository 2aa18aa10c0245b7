import { present } from '../model/defined.ts'
import { byteText, plural } from '../model/duration.ts'
import type { Marker } from '../model/marker.ts'
import type { Observation } from '../model/observation.ts'
import { printable } from '../model/printable.ts'
import type { InputSummary } from '../model/tally.ts'
import type { Wanted, WantedRecords } from '../model/wanted-records.ts'
import { Matcher } from '../scan/matcher.ts'
import type { Decode } from './recognise.ts'

/** How one input was read: what it cost, and which records were decoded and why. */
export interface ReadingExplained {
  readonly input: InputSummary
  readonly milliseconds: number
  /** Texts made of bytes, and how many bytes. */
  readonly decoded: { readonly texts: number; readonly bytes: number }
  /** How often each marker was found, by its words. */
  readonly markers: ReadonlyMap<string, number>
  readonly observations: ReadonlyMap<Observation['kind'], number>
  /** Which worker read it, from 1. */
  readonly worker?: number
}

const count = <Key>(counts: Map<Key, number>, key: Key): void =>
  void counts.set(key, (counts.get(key) ?? 0) + 1)

/**
 * Looks over the shoulder of one reading. Exists only when asked for: otherwise reading is not
 * touched at all.
 */
export class ReadingExplanation {
  readonly wanted: WantedRecords
  readonly decode: Decode
  private readonly markers = new Map<string, number>()
  private readonly observations = new Map<Observation['kind'], number>()
  private texts = 0
  private bytes = 0
  private milliseconds = 0

  constructor(wanted: WantedRecords, decode: Decode, markers: readonly Marker[]) {
    const of = (kind: Marker['in']) => this.counted(wanted[kind], kind, markers)
    this.wanted = { sip: of('sip'), trace: of('trace'), any: wanted.any, markers }
    this.decode = (bytes, from, to) => {
      this.texts += 1
      this.bytes += to - from
      return decode(bytes, from, to)
    }
  }

  private counted(wanted: Wanted, kind: Marker['in'], markers: readonly Marker[]): Wanted {
    const each = markers
      .filter((marker) => marker.in === kind)
      .map((marker) => ({
        matcher: new Matcher([marker]),
        marker,
        words: `${marker.place} “${marker.text}”`,
      }))
    return {
      startsAt: (bytes, at, to) => {
        const starts = wanted.startsAt(bytes, at, to)
        if (starts)
          for (const { matcher, words } of each)
            if (matcher.startsAt(bytes, at, to)) count(this.markers, words)
        return starts
      },
      next: (bytes, from, to) => {
        const at = wanted.next(bytes, from, to)
        const here = (text: string) => Math.min(to, at + text.length)
        for (const { matcher, marker, words } of at < to ? each : [])
          if (matcher.next(bytes, at, here(marker.text)) === at) count(this.markers, words)
        return at
      },
    }
  }

  /** Takes the time of one step. */
  async timed<T>(step: () => T | Promise<T>): Promise<T> {
    const start = performance.now()
    const result = await step()
    this.milliseconds += performance.now() - start
    return result
  }

  emitted({ kind }: Observation): void {
    count(this.observations, kind)
  }

  result(input: InputSummary): ReadingExplained {
    const { milliseconds, texts, bytes, markers, observations } = this
    return { input, milliseconds, decoded: { texts, bytes }, markers, observations }
  }
}

/** `--explain-reading` in words: a few lines for each input. */
export function readingText({
  input,
  milliseconds,
  decoded,
  markers,
  observations,
  worker,
}: ReadingExplained): string {
  const { path, format, bytes, records } = input
  const speed = milliseconds > 0 ? `, ${(bytes / 1000 / milliseconds).toFixed(0)} MB/s` : ''
  const by = worker === undefined ? '' : `, by worker ${worker}`
  const most = (counts: ReadonlyMap<string, number>) =>
    [...counts]
      .sort(([, left], [, right]) => right - left)
      .map(([what, times]) => `${what} ${times}`)
      .join(', ')
  return present([
    `${printable(path)} (${format})`,
    `  ${byteText(bytes)}, ${plural(records, 'record')}, ${milliseconds.toFixed(0)} ms${speed}${by}`,
    `  decoded ${plural(decoded.texts, 'text')} of ${byteText(decoded.bytes)}${markers.size > 0 ? `; markers found: ${most(markers)}` : ''}`,
    observations.size > 0 ? `  observations: ${most(observations)}` : undefined,
    '',
  ]).join('\n')
}
