import type { Observation } from '../model/observation.ts'
import { sipHeader } from '../model/sip-message.ts'

/** Equal records of one moment. */
interface EqualRecords {
  /** The input that each of them was taken from. */
  readonly takenFrom: string[]
  /** How many each input has so far. */
  readonly counts: Map<string, number>
}

/** The records of one moment. */
interface Moment {
  readonly firstPath: string
  /** The records of the first input. They are compared when a second one has any. */
  readonly waiting: Observation[]
  byKey?: Map<string, EqualRecords>
}

/**
 * Records out of time order are still compared with those of this many other moments.
 * Limit: moments in which repeated records are detected.
 * Beyond: repetitions further apart count twice.
 */
const MAX_MOMENTS = 256
/**
 * A report has to stay readable.
 * Limit: records of one moment that are compared.
 * Beyond: further ones are not compared.
 */
const MAX_WAITING = 10_000

/**
 * Finds records that a log has in common with another log, such as a rotation that repeats the end
 * of the one before, or an edited copy. A record is repeated if another input has the same text at
 * the same time. Two equal records of one input are two records.
 */
export class RepeatedRecords {
  /** For each input with repeated records: the input that has them too. */
  readonly repeatedFrom = new Map<string, string>()
  private recent = new Map<number, Moment>()
  private earlier = new Map<number, Moment>()

  isRepeated(observation: Observation): boolean {
    const { kind, at } = observation
    if (at === undefined || (kind !== 'sip' && kind !== 'trace' && kind !== 'provisioning'))
      return false
    const { path } = observation.source
    const moment = this.recent.get(at) ?? this.earlier.get(at)
    if (!moment) {
      this.addMoment(at, { firstPath: path, waiting: [observation] })
      return false
    }
    if (path === moment.firstPath && !moment.byKey) {
      if (moment.waiting.length < MAX_WAITING) moment.waiting.push(observation)
      return false
    }
    if (!moment.byKey) {
      moment.byKey = new Map()
      for (const waiting of moment.waiting.splice(0)) findOriginal(moment.byKey, waiting)
    }
    const original = findOriginal(moment.byKey, observation)
    if (original === undefined) return false
    this.repeatedFrom.set(path, original)
    return true
  }

  private addMoment(at: number, moment: Moment): void {
    if (this.recent.size >= MAX_MOMENTS) {
      this.earlier = this.recent
      this.recent = new Map()
    }
    this.recent.set(at, moment)
  }
}

/** Counts a record. Returns the input that has it too, if it was counted there already. */
function findOriginal(
  byKey: Map<string, EqualRecords>,
  observation: Observation,
): string | undefined {
  const key = keyOf(observation)
  const equal: EqualRecords = byKey.get(key) ?? { takenFrom: [], counts: new Map() }
  byKey.set(key, equal)
  const { path } = observation.source
  const count = (equal.counts.get(path) ?? 0) + 1
  equal.counts.set(path, count)
  const original = equal.takenFrom[count - 1]
  if (original === undefined) equal.takenFrom.push(path)
  return original
}

/** The text that identifies a record among those of the same moment. */
function keyOf(observation: Observation): string {
  switch (observation.kind) {
    case 'sip': {
      const { direction, vantage, message } = observation
      const headers = (['call-id', 'cseq', 'from', 'to', 'user-agent'] as const).map(
        (name) => sipHeader(message, name) ?? '',
      )
      return ['sip', direction, vantage, message.startLine, ...headers].join('\n')
    }
    case 'trace': {
      const { pid = '', tid = '', message } = observation.event
      return ['trace', pid, tid, message].join('\n')
    }
    case 'provisioning': {
      const { group, property, value } = observation
      return ['provisioning', group, property, value].join('\n')
    }
    default:
      return observation.kind
  }
}
