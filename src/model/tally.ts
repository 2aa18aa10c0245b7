import { minutes } from './duration.ts'

/** A stretch without any record, milliseconds UTC. */
export interface Gap {
  readonly from: number
  readonly to: number
}

export type InputStatus = 'read' | 'empty' | 'not-recognised' | 'binary-trace' | 'unreadable'

/** What was read of one input, and how well. Times in milliseconds UTC. */
export interface InputSummary {
  readonly path: string
  /** The parser's format, `history-spooler` for the folder itself, or `unknown`. */
  readonly format: string
  readonly status: InputStatus
  readonly bytes: number
  readonly records: number
  /** Records that the exporter could not decode. */
  readonly undecoded: number
  /** Records that could not be read. */
  readonly unreadable: number
  readonly from?: number
  readonly to?: number
  readonly gaps: readonly Gap[]
  /** Records out of time order. */
  readonly disorder: number
  /** Whether this is a trace or log, whose coverage counts. */
  readonly log: boolean
  readonly notes: readonly string[]
  readonly damage: readonly Damage[]
}

export interface Damage {
  readonly line?: number
  readonly offset?: number
  readonly reason: string
}

/** Of records that were only counted: how many, and when the first and last were. */
interface PassedOver {
  readonly records: number
  readonly disorder: number
  readonly undecoded: number
  readonly from: number
  readonly to: number
}

/**
 * Silence shorter than this is not remembered: an idle client writes keep-alives every few minutes.
 */
export const MIN_GAP_MS = minutes(10)
const MOST_GAPS = 32
const MOST_DAMAGE = 10
const MOST_NOTES = 20

/**
 * Counts what a parser reads, in bounded memory: records, coverage with its longest gaps, and the
 * first damaged places.
 */
export class Tally {
  records = 0
  undecoded = 0
  unreadable = 0
  disorder = 0
  from = Number.POSITIVE_INFINITY
  to = Number.NEGATIVE_INFINITY
  readonly gaps: Gap[] = []
  readonly damage: Damage[] = []
  readonly notes: string[] = []

  /** One record at a moment, milliseconds UTC. */
  addRecord(at: number): void {
    this.records += 1
    if (at < this.from) this.from = at
    if (at >= this.to) {
      if (at - this.to >= MIN_GAP_MS && this.to > 0) this.addGap({ from: this.to, to: at })
      this.to = at
    } else this.disorder += 1
  }

  /**
   * Records that were passed over, none of them after a silence worth remembering. Moments in
   * milliseconds UTC.
   */
  addSkipped({ records, disorder, undecoded, from, to }: PassedOver): void {
    this.records += records
    this.disorder += disorder
    this.undecoded += undecoded
    if (from < this.from) this.from = from
    if (to > this.to) this.to = to
  }

  /**
   * All records of an input whose records are in no order, told anew: the stretches that they
   * cover, in order. The silences between them count as in any other.
   */
  replaceRecords(
    { records, undecoded }: Pick<PassedOver, 'records' | 'undecoded'>,
    stretches: readonly Gap[],
  ): void {
    this.records = records
    this.undecoded = undecoded
    this.from = Number.POSITIVE_INFINITY
    this.to = Number.NEGATIVE_INFINITY
    this.gaps.length = 0
    for (const { from, to } of stretches) {
      if (from - this.to >= MIN_GAP_MS && this.to > 0) this.addGap({ from: this.to, to: from })
      this.from = Math.min(this.from, from)
      this.to = Math.max(this.to, to)
    }
  }

  /** A record that could not be read: counted always, its place kept for the first few. */
  addDamage(damage: Damage): void {
    this.unreadable += 1
    if (this.damage.length < MOST_DAMAGE) this.damage.push(damage)
  }

  addNote(text: string): void {
    if (this.notes.length < MOST_NOTES && !this.notes.includes(text)) this.notes.push(text)
  }

  private addGap(gap: Gap): void {
    if (this.gaps.length === MOST_GAPS) {
      const lengths = this.gaps.map(({ from, to }) => to - from)
      const shortest = lengths.indexOf(Math.min(...lengths))
      if ((lengths[shortest] ?? 0) >= gap.to - gap.from) return
      this.gaps.splice(shortest, 1)
    }
    this.gaps.push(gap)
  }
}
