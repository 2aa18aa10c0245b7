import type { Observation } from '../model/observation.ts'
import type { Parser, Recognition } from '../model/parser.ts'
import { Tally } from '../model/tally.ts'
import { allRecords } from '../scan/matcher.ts'
import type { DecodeText } from './encoding.ts'

/** One way to read a text: the parser that recognised it, and what it is given. */
export interface Reading {
  readonly parser: Parser
  readonly recognition: Recognition
  readonly bytes: Uint8Array
}

/**
 * Whether a text that was converted says more than the text as it is. Both are parsed; where they
 * say the same, nothing needs to be converted.
 */
export function isBetterConverted(
  converted: Reading & { readonly isCertain: boolean },
  plain: Reading | undefined,
  decode: DecodeText,
): boolean {
  if (!plain) return true
  const before = parse(plain, decode)
  const after = parse(converted, decode)
  if (after.facts !== before.facts) return after.facts > before.facts
  if (after.unreadable !== before.unreadable) return after.unreadable < before.unreadable
  // Messages of a log keep their characters; in a document a blank can hide a value.
  const isContent = converted.parser.isLog && !converted.isCertain
  return after.undecoded !== before.undecoded || (!isContent && after.content !== before.content)
}

interface Parsed {
  /** Number of properties, records, items and other single facts. */
  readonly facts: number
  readonly unreadable: number
  readonly undecoded: number
  /** All observations without their places. */
  readonly content: string
}

function parse({ parser, recognition, bytes }: Reading, decode: DecodeText): Parsed {
  const tally = new Tally()
  const observations: Observation[] = []
  const dateOrder = recognition.dateOrder ?? recognition.ambiguousDates ?? 'mdy'
  const session = parser.open({
    path: '',
    clock: { utcOffset: 0, dateOrder },
    wanted: allRecords,
    decode,
    tally,
    emit: (observation) => observations.push(observation),
  })
  session.read(bytes, 0, bytes.length, true)
  while (session.emitMore?.()) {}
  return {
    facts: observations.reduce((sum, observation) => sum + factCount(observation), 0),
    unreadable: tally.unreadable,
    undecoded: tally.undecoded,
    content: JSON.stringify(observations, withoutPlaces),
  }
}

const factCount = (observation: Observation): number =>
  observation.kind === 'cmdlet-output' ? observation.properties.size : 1

const withoutPlaces = (key: string, value: unknown): unknown => {
  if (key === 'source' || key === 'lines') return undefined
  return value instanceof Map ? [...value] : value
}
