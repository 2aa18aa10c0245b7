import { present } from '../model/defined.ts'
import { formatBytes, formatCount } from '../model/duration.ts'
import type { Marker } from '../model/marker.ts'
import type { Observation } from '../model/observation.ts'
import { toPrintable } from '../model/printable.ts'
import type { InputSummary } from '../model/tally.ts'
import type { RecordMatcher, WantedRecords } from '../model/wanted-records.ts'
import { Matcher } from '../scan/matcher.ts'
import type { DecodeText } from './recognise.ts'

/** How one input was read: what it cost, and which records were decoded and why. */
export interface ReadingProfile {
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
export class ReadingProfiler {
  readonly wanted: WantedRecords
  readonly decode: DecodeText
  private readonly markers = new Map<string, number>()
  private readonly observations = new Map<Observation['kind'], number>()
  private texts = 0
  private bytes = 0
  private milliseconds = 0

  constructor(wanted: WantedRecords, decode: DecodeText, markers: readonly Marker[]) {
    const of = (kind: Marker['recordKind']) => this.counted(wanted[kind], kind, markers)
    this.wanted = { sip: of('sip'), trace: of('trace'), any: wanted.any, markers }
    this.decode = (bytes, from, to) => {
      this.texts += 1
      this.bytes += to - from
      return decode(bytes, from, to)
    }
  }

  private counted(
    wanted: RecordMatcher,
    kind: Marker['recordKind'],
    markers: readonly Marker[],
  ): RecordMatcher {
    const each = markers
      .filter((marker) => marker.recordKind === kind)
      .map((marker) => ({
        matcher: new Matcher([marker]),
        marker,
        words: `${marker.place} “${marker.text}”`,
      }))
    return {
      matchesStart: (bytes, at, to) => {
        const starts = wanted.matchesStart(bytes, at, to)
        if (starts)
          for (const { matcher, words } of each)
            if (matcher.matchesStart(bytes, at, to)) count(this.markers, words)
        return starts
      },
      findNext: (bytes, from, to) => {
        const at = wanted.findNext(bytes, from, to)
        const here = (text: string) => Math.min(to, at + text.length)
        for (const { matcher, marker, words } of at < to ? each : [])
          if (matcher.findNext(bytes, at, here(marker.text)) === at) count(this.markers, words)
        return at
      },
    }
  }

  /** Takes the time of one step. */
  async time<T>(step: () => T | Promise<T>): Promise<T> {
    const start = performance.now()
    const result = await step()
    this.milliseconds += performance.now() - start
    return result
  }

  countObservation({ kind }: Observation): void {
    count(this.observations, kind)
  }

  result(input: InputSummary): ReadingProfile {
    const { milliseconds, texts, bytes, markers, observations } = this
    return { input, milliseconds, decoded: { texts, bytes }, markers, observations }
  }
}

/** `--explain-reading` in words: a few lines for each input. */
export function formatReadingProfile({
  input,
  milliseconds,
  decoded,
  markers,
  observations,
  worker,
}: ReadingProfile): string {
  const { path, format, bytes, records } = input
  const speed = milliseconds > 0 ? `, ${(bytes / 1000 / milliseconds).toFixed(0)} MB/s` : ''
  const by = worker === undefined ? '' : `, by worker ${worker}`
  const most = (counts: ReadonlyMap<string, number>) =>
    [...counts]
      .sort(([, left], [, right]) => right - left)
      .map(([what, times]) => `${what} ${times}`)
      .join(', ')
  return present([
    `${toPrintable(path)} (${format})`,
    `  ${formatBytes(bytes)}, ${formatCount(records, 'record')}, ${milliseconds.toFixed(0)} ms${speed}${by}`,
    `  decoded ${formatCount(decoded.texts, 'text')} of ${formatBytes(decoded.bytes)}${markers.size > 0 ? `; markers found: ${most(markers)}` : ''}`,
    observations.size > 0 ? `  observations: ${most(observations)}` : undefined,
    '',
  ]).join('\n')
}
