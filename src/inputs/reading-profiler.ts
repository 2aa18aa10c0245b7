import { present } from '../model/defined.ts'
import { formatBytes, formatCount } from '../model/duration.ts'
import type { Marker, RecordMatcher, WantedRecords } from '../model/marker.ts'
import type { Observation } from '../model/observation.ts'
import type { InputSummary } from '../model/tally.ts'
import { Matcher } from '../scan/matcher.ts'
import type { DecodeText } from './encoding.ts'

/** Cost of reading one input, and which of its records were decoded and why. */
export interface ReadingProfile {
  readonly input: InputSummary
  readonly milliseconds: number
  /** Number of decoded texts, and their bytes. */
  readonly decoded: { readonly texts: number; readonly bytes: number }
  /** Number of matches of each marker. The key is its place and text. */
  readonly markers: ReadonlyMap<string, number>
  readonly observations: ReadonlyMap<Observation['kind'], number>
  /** Number of the worker that read it, from 1. Absent for the main thread. */
  readonly worker?: number
}

const increment = <Key>(counts: Map<Key, number>, key: Key): void =>
  void counts.set(key, (counts.get(key) ?? 0) + 1)

/**
 * Measures the reading of one input: wraps what the parser uses and counts the calls. It exists
 * only with `--explain-reading`, so that it costs nothing otherwise.
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
    const counted = (kind: Marker['recordKind']) => this.countMatches(wanted[kind], kind, markers)
    this.wanted = { ...wanted, sip: counted('sip'), trace: counted('trace'), markers }
    this.decode = (bytes, from, to) => {
      this.texts += 1
      this.bytes += to - from
      return decode(bytes, from, to)
    }
  }

  /** Returns a matcher that finds the same and counts which markers it found. */
  private countMatches(
    wanted: RecordMatcher,
    kind: Marker['recordKind'],
    markers: readonly Marker[],
  ): RecordMatcher {
    const counters = markers
      .filter(({ recordKind, place }) => recordKind === kind && place !== 'sent')
      .map((marker) => ({
        matcher: new Matcher([marker]),
        marker,
        label: `${marker.place} “${marker.text}”`,
      }))
    return {
      matchesStart: (bytes, at, to, isSent) => {
        const matches = wanted.matchesStart(bytes, at, to, isSent)
        if (matches)
          for (const { matcher, label } of counters)
            if (matcher.matchesStart(bytes, at, to, isSent)) increment(this.markers, label)
        return matches
      },
      findNext: (bytes, from, to) => {
        const at = wanted.findNext(bytes, from, to)
        const endOf = (text: string) => Math.min(to, at + text.length)
        for (const { matcher, marker, label } of at < to ? counters : [])
          if (matcher.findNext(bytes, at, endOf(marker.text)) === at) increment(this.markers, label)
        return at
      },
    }
  }

  /** Runs a step and adds the time until its promise is settled. */
  async time<T>(step: () => Promise<T>): Promise<T> {
    const start = performance.now()
    const result = await step()
    this.milliseconds += performance.now() - start
    return result
  }

  /** Runs a synchronous step and adds its time. */
  timeSync(step: () => void): void {
    const start = performance.now()
    step()
    this.milliseconds += performance.now() - start
  }

  countObservation({ kind }: Observation): void {
    increment(this.observations, kind)
  }

  result(input: InputSummary): ReadingProfile {
    const { milliseconds, texts, bytes, markers, observations } = this
    return { input, milliseconds, decoded: { texts, bytes }, markers, observations }
  }
}

/** Formats a profile for `--verbose`: a few lines for each input. */
export function formatReadingProfile({
  input,
  milliseconds,
  decoded,
  markers,
  observations,
  worker,
}: ReadingProfile): readonly string[] {
  const { path, format, bytes, records } = input
  const speed = milliseconds > 0 ? `, ${(bytes / 1000 / milliseconds).toFixed(0)} MB/s` : ''
  const reader = worker === undefined ? '' : `, by worker ${worker}`
  const mostFrequentFirst = (counts: ReadonlyMap<string, number>) =>
    [...counts]
      .sort(([, left], [, right]) => right - left)
      .map(([name, times]) => `${name} ${times}`)
      .join(', ')
  const found = markers.size > 0 ? `; markers found: ${mostFrequentFirst(markers)}` : ''
  return present([
    `${path} (${format})`,
    `  ${formatBytes(bytes)}, ${formatCount(records, 'record')}, ` +
      `${milliseconds.toFixed(0)} ms${speed}${reader}`,
    `  decoded ${formatCount(decoded.texts, 'text')} of ${formatBytes(decoded.bytes)}${found}`,
    observations.size > 0 ? `  observations: ${mostFrequentFirst(observations)}` : undefined,
  ])
}
