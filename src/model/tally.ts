import { minutes } from './duration.ts'
import { type LogProgram, ProgramSigns } from './logs/log-program.ts'

/** A period, milliseconds UTC. */
export interface TimeSpan {
  readonly from: number
  readonly to: number
}

/** A period without any record. */
export type Gap = TimeSpan

/**
 * What became of an input. `binary-trace`: it has only events of the Windows kernel.
 * `not-recognised`: its format is unknown. `unreadable`: a note says why.
 */
export type InputStatus = 'read' | 'empty' | 'not-recognised' | 'binary-trace' | 'unreadable'

/** Result of reading one input: counts, covered period and damage. Times in milliseconds UTC. */
export interface InputSummary {
  readonly path: string
  /** Format id of the parser, `history-spooler` for a spool folder, or `unknown`. */
  readonly format: string
  readonly status: InputStatus
  readonly bytes: number
  readonly records: number
  /** Number of records that the exporting tool could not decode. */
  readonly undecoded: number
  /** Number of records that the parser could not read. */
  readonly unreadable: number
  readonly from?: number
  readonly to?: number
  readonly gaps: readonly Gap[]
  /** Number of records out of time order. */
  readonly disorder: number
  /** True for traces and logs: their records have times, so gaps in them matter. */
  readonly log: boolean
  /** The program that wrote the log. Absent when the input is not a log. */
  readonly program?: LogProgram
  /** The sign that the client wrote the log. */
  readonly programSign?: string
  readonly notes: readonly string[]
  readonly damage: readonly Damage[]
}

/** A damaged place of an input: the line (from 1) or the offset in bytes, if it is known. */
export interface Damage {
  readonly line?: number
  readonly offset?: number
  readonly reason: string
}

/** Records that were counted but not parsed. Times in milliseconds UTC. */
interface SkippedRecords {
  readonly records: number
  readonly disorder: number
  readonly undecoded: number
  readonly from: number
  readonly to: number
}

/** Minimum length of a reported gap. An idle client writes keep-alives every few minutes. */
export const MIN_GAP_MS = minutes(10)
/**
 * A log of a year may have thousands.
 * Limit: gaps kept of each log.
 * Beyond: the shortest gap is left out.
 */
const MAX_GAPS = 32
/**
 * A damaged file may have one in each line.
 * Limit: places of damage kept of each input.
 * Beyond: further ones are counted.
 */
const MAX_DAMAGE = 10
/**
 * Notes are few unless a file is hostile.
 * Limit: notes kept of each input.
 * Beyond: further notes are left out.
 */
const MAX_NOTES = 20
/**
 * A text may consist of them.
 * Limit: numbers of unread lines kept of each input.
 * Beyond: further ones are counted.
 */
const MAX_UNREAD_LINES = 10

/**
 * Counts the records that a parser reads. Also keeps the longest gaps and the first damaged places,
 * in bounded memory.
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
  /** Number of lines that a parser neither read nor left out on purpose. */
  unreadLineCount = 0
  /** Line numbers of the first of them, from 1. */
  readonly unreadLines: number[] = []
  readonly program = new ProgramSigns()
  private readonly lineNumbers: Int32Array | undefined

  /**
   * `lineNumbers` has the number in the input of each line that the parser reads, where it reads a
   * converted text.
   */
  constructor(lineNumbers?: Int32Array) {
    this.lineNumbers = lineNumbers
  }

  /** The number in the input of a line that the parser reads. Both count from 1. */
  inputLine(line: number): number {
    return this.lineNumbers?.[line - 1] ?? line
  }

  /** Counts one record. `at` in milliseconds UTC. */
  addRecord(at: number): void {
    this.records += 1
    if (at < this.from) this.from = at
    if (at >= this.to) {
      if (at - this.to >= MIN_GAP_MS && this.to > 0) this.addGap({ from: this.to, to: at })
      this.to = at
    } else this.disorder += 1
  }

  /** Counts records that were skipped. They must contain no gap of `MIN_GAP_MS` or longer. */
  addSkipped({ records, disorder, undecoded, from, to }: SkippedRecords): void {
    this.records += records
    this.disorder += disorder
    this.undecoded += undecoded
    if (from < this.from) this.from = from
    if (to > this.to) this.to = to
  }

  /**
   * Replaces all counts of an input whose records are not in time order. `covered` lists the
   * periods with records, sorted by time; gaps are derived from the time between them.
   */
  replaceRecords(
    { records, undecoded }: Pick<SkippedRecords, 'records' | 'undecoded'>,
    covered: readonly TimeSpan[],
  ): void {
    this.records = records
    this.undecoded = undecoded
    this.from = Number.POSITIVE_INFINITY
    this.to = Number.NEGATIVE_INFINITY
    this.gaps.length = 0
    for (const { from, to } of covered) {
      if (from - this.to >= MIN_GAP_MS && this.to > 0) this.addGap({ from: this.to, to: from })
      this.from = Math.min(this.from, from)
      this.to = Math.max(this.to, to)
    }
  }

  /** Counts an unreadable record, and keeps the places of the first few. */
  addDamage(damage: Damage): void {
    this.unreadable += 1
    if (this.damage.length >= MAX_DAMAGE) return
    const { line } = damage
    this.damage.push(line === undefined ? damage : { ...damage, line: this.inputLine(line) })
  }

  /** Counts a line that is no record and was not understood, such as prose around an output. */
  addUnreadLine(line: number): void {
    this.unreadLineCount += 1
    if (this.unreadLines.length < MAX_UNREAD_LINES) this.unreadLines.push(this.inputLine(line))
  }

  addNote(text: string): void {
    if (this.notes.length < MAX_NOTES && !this.notes.includes(text)) this.notes.push(text)
  }

  private addGap(gap: Gap): void {
    if (this.gaps.length === MAX_GAPS) {
      const lengths = this.gaps.map(({ from, to }) => to - from)
      const shortest = lengths.indexOf(Math.min(...lengths))
      if ((lengths[shortest] ?? 0) >= gap.to - gap.from) return
      this.gaps.splice(shortest, 1)
    }
    this.gaps.push(gap)
  }
}

/** `3 lines were not understood: 4, 7 and 9`. Undefined when there are none. */
export function describeUnreadLines({
  unreadLineCount,
  unreadLines,
}: Pick<Tally, 'unreadLineCount' | 'unreadLines'>): string | undefined {
  if (unreadLineCount === 0) return undefined
  if (unreadLineCount === 1) return `Line ${unreadLines[0]} was not understood`
  const omitted = unreadLineCount - unreadLines.length
  const more = omitted > 0 ? ` and ${omitted} more` : ''
  return `${unreadLineCount} lines were not understood: ${unreadLines.join(', ')}${more}`
}
