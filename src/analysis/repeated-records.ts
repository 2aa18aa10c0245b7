import type { Observation } from '../model/observation.ts'
import { sipHeader } from '../model/sip-message.ts'

/** A record that was seen, with the other inputs that repeat it. */
interface SeenRecord {
  readonly observation: Observation
  readonly repeatedIn: Set<string>
}

/** The records of one moment. */
interface Moment {
  readonly firstPath: string
  readonly records: SeenRecord[]
  /** The records by key, as soon as a second input has a record of this moment. */
  byKey?: Map<string, SeenRecord[]>
}

/** Records out of time order are still compared with those of this many other moments. */
const MAX_MOMENTS = 256
const MAX_RECORDS_PER_MOMENT = 10_000

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
      this.addMoment(at, { firstPath: path, records: [{ observation, repeatedIn: new Set() }] })
      return false
    }
    if (moment.records.length >= MAX_RECORDS_PER_MOMENT) return false
    const record: SeenRecord = { observation, repeatedIn: new Set() }
    if (path === moment.firstPath && !moment.byKey) {
      moment.records.push(record)
      return false
    }
    moment.byKey ??= groupByKey(moment.records)
    const key = keyOf(observation)
    const original = moment.byKey
      .get(key)
      ?.find((seen) => seen.observation.source.path !== path && !seen.repeatedIn.has(path))
    if (original) {
      original.repeatedIn.add(path)
      this.repeatedFrom.set(path, original.observation.source.path)
      return true
    }
    moment.records.push(record)
    moment.byKey.set(key, [...(moment.byKey.get(key) ?? []), record])
    return false
  }

  private addMoment(at: number, moment: Moment): void {
    if (this.recent.size >= MAX_MOMENTS) {
      this.earlier = this.recent
      this.recent = new Map()
    }
    this.recent.set(at, moment)
  }
}

function groupByKey(records: readonly SeenRecord[]): Map<string, SeenRecord[]> {
  const groups = new Map<string, SeenRecord[]>()
  for (const record of records) {
    const key = keyOf(record.observation)
    groups.set(key, [...(groups.get(key) ?? []), record])
  }
  return groups
}

/** The text that identifies a record among those of the same moment. */
export function keyOf(observation: Observation): string {
  switch (observation.kind) {
    case 'sip': {
      const { direction, vantage, message } = observation
      const headers = ['call-id', 'cseq', 'from', 'to', 'user-agent'].map(
        (name) => sipHeader(message, name) ?? '',
      )
      return ['sip', direction, vantage, message.startLine, ...headers, message.body].join('\n')
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
