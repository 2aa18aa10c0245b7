import { buildCaseReport } from '../../src/analysis/case-report.ts'
import { Engine } from '../../src/analysis/engine.ts'
import { reportedEvidence } from '../../src/evidence/index.ts'
import { createTextDecoder } from '../../src/inputs/encoding.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import type { Marker, WantedRecords } from '../../src/model/marker.ts'
import type { Observation, SipObservation, TraceObservation } from '../../src/model/observation.ts'
import type { Parser } from '../../src/model/parser.ts'
import type { Rule } from '../../src/model/rule.ts'
import type { Scanner, SkipResult } from '../../src/model/scanner.ts'
import { Tally } from '../../src/model/tally.ts'
import { rules } from '../../src/rules/index.ts'
import { allRecords, createWantedRecords } from '../../src/scan/matcher.ts'
import { createSearchPlan, type SearchPlan } from '../../src/scan/search-plan.ts'
import { WasmScanner } from '../../src/scan/wasm-scanner.ts'
import { allMarkers } from './records/words.ts'

const decode = createTextDecoder('windows-1252')
export const plain = allRecords
export const fast = createWantedRecords(allMarkers)

/**
 * Lower limit of the piece size, as a share of all bytes. Each piece makes the parser read its
 * unread bytes again.
 */
const MIN_PIECE_SHARE = 1 / 4000

export interface ReadResult {
  readonly observations: readonly Observation[]
  readonly tally: Tally
}

class CountingScanner extends WasmScanner {
  /** Number of records that were skipped. */
  records = 0
  /** Number of wanted packets that it read. */
  packets = 0

  override skipRecords(...options: Parameters<WasmScanner['skipRecords']>): SkipResult {
    const skipped = super.skipRecords(...options)
    this.records += skipped.records
    if (skipped.packet) this.packets += 1
    return skipped
  }
}

/** Shared by all tests. In the program, the inputs of a thread also share one scanner. */
export const scanner = new CountingScanner()

/**
 * Copies `from` to before `to` into the scanner's memory, and after them bytes that look like more
 * of the log.
 */
function inScannerMemory(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const memory = scanner.reserve(to - from + bytes.length)
  memory.set(bytes.subarray(from, to))
  memory.set(bytes, to - from)
  return memory
}

/** Copies exactly one piece, so that a parser that reads too far finds nothing there. */
const copyOfPiece = (bytes: Uint8Array, from: number, to: number): Uint8Array =>
  bytes.slice(from, to)

const plans = new Map<Parser, Map<WantedRecords, SearchPlan>>()

/** The plan for a parser and its wanted records. Creating one takes longer than reading a log. */
function searchPlan(parser: Parser, wanted: WantedRecords): SearchPlan {
  const ofParser = plans.get(parser) ?? new Map<WantedRecords, SearchPlan>()
  plans.set(parser, ofParser)
  const plan =
    ofParser.get(wanted) ?? createSearchPlan(wanted.markers ?? [], parser.formatLiterals ?? [])
  if (!plan) throw new Error('the scanner cannot search for these literals')
  ofParser.set(wanted, plan)
  return plan
}

/** Like `readLog`, but the scanner skips ordinary records. */
export const readWithScanner = (
  parser: Parser,
  bytes: Uint8Array,
  wanted: WantedRecords,
  pieces?: readonly number[],
): ReadResult => {
  scanner.setPlan(searchPlan(parser, wanted))
  return readLog(parser, bytes, wanted, pieces, {
    scanner,
    copy: inScannerMemory,
    isClientKnown: true,
  })
}

/** Like `readLog`, of a log that is known to be the client's. No record is searched for signs. */
export const readKnownLog = (
  parser: Parser,
  bytes: Uint8Array,
  wanted: WantedRecords,
): ReadResult =>
  readLog(parser, bytes, wanted, undefined, { copy: copyOfPiece, isClientKnown: true })

/**
 * Everything that a parser emits and counts for bytes, given at once or in pieces of these sizes in
 * turn.
 */
export function readLog(
  parser: Parser,
  bytes: Uint8Array,
  wanted = plain,
  pieces: readonly number[] = [bytes.length],
  memory: {
    readonly scanner?: Scanner
    /** The scanner skips no records that are searched for signs of the client. */
    readonly isClientKnown?: true
    copy(bytes: Uint8Array, from: number, to: number): Uint8Array
  } = { copy: copyOfPiece },
): ReadResult {
  const observations: Observation[] = []
  const tally = new Tally()
  if (memory.isClientKnown) tally.program.addTitle('Lync-16.0')
  const clock = { utcOffset: 0, dateOrder: 'mdy' } as const
  const reading = parser.open({
    path: 'log',
    clock,
    wanted,
    decode,
    tally,
    emit: (observation) => observations.push(observation),
    scanner: memory.scanner,
  })
  const minPieceBytes = Math.ceil(bytes.length * MIN_PIECE_SHARE)
  let from = 0
  let to = 0
  for (let turn = 0; to < bytes.length; turn += 1) {
    const size = Math.max(minPieceBytes, pieces[turn % pieces.length] ?? 1)
    to = Math.min(bytes.length, to + size)
    from += reading.read(memory.copy(bytes, from, to), 0, to - from, false)
  }
  reading.read(memory.copy(bytes, from, bytes.length), 0, bytes.length - from, true)
  return { observations, tally }
}

/** Any value as text that can be compared, with the contents of maps and sets. */
export const toComparable = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    part instanceof Map || part instanceof Set
      ? [...part]
      : Number.isFinite(part) || typeof part !== 'number'
        ? part
        : String(part),
  )

/** Verdicts, facts, journeys and timeline of a case with only this log. */
function analyzeLog(
  { observations, tally }: ReadResult,
  chosen: readonly Rule[],
  chosenEvidence: readonly Evidence[],
) {
  const engine = new Engine({ rules: chosen, evidence: chosenEvidence })
  for (const observation of observations) engine.observe(observation)
  const { records, undecoded, unreadable, disorder, gaps, notes, damage, from, to } = tally
  const covered = from <= to ? { from, to } : {}
  const input = {
    path: 'log',
    format: 'log',
    status: 'read',
    bytes: 1,
    log: true,
    program: tally.program.conclude(undefined).program,
    records,
    undecoded,
    unreadable,
    disorder,
    gaps,
    notes,
    damage,
    ...covered,
  } as const
  engine.observe({ kind: 'input', source: { path: 'log' }, input })
  const { verdicts, facts, journeys, timeline } = buildCaseReport({ id: 'log', engine, inputs: [] })
  return { verdicts, facts, story: [...(journeys ?? []), timeline] }
}

const markersIn = (kind: 'sip' | 'trace', place: Marker['place']) =>
  allMarkers
    .filter((marker) => marker.recordKind === kind && marker.place === place)
    .map(({ text }) => text.toLowerCase())
const METHODS = markersIn('sip', 'method')
const MARKERS = {
  sip: { start: markersIn('sip', 'start'), anywhere: markersIn('sip', 'anywhere') },
  trace: { start: markersIn('trace', 'start'), anywhere: markersIn('trace', 'anywhere') },
}

/**
 * The marker that makes an observation wanted, found in the text that the observation kept.
 * Undefined when there is none.
 */
function findMarker(observation: SipObservation | TraceObservation): string | undefined {
  const start =
    observation.kind === 'sip' ? observation.message.startLine : observation.event.message
  const headers =
    observation.kind === 'sip'
      ? observation.message.headers.split('\n').map((line) => line.replace(':', ': '))
      : []
  const text = (
    observation.kind === 'sip' ? [start, ...headers, observation.message.body].join('\n') : start
  ).toLowerCase()
  const { start: starts, anywhere } = MARKERS[observation.kind]
  // The client log says who sent a response. The plain reading keeps it, the fast one need not.
  if (
    observation.kind === 'sip' &&
    observation.message.status !== undefined &&
    observation.direction === 'received'
  ) {
    const method = METHODS.find((name) => name === observation.message.method.toLowerCase())
    if (method !== undefined) return method
  }
  return (
    starts.find((marker) => text.startsWith(marker)) ??
    anywhere.find((marker) => text.includes(marker))
  )
}

/**
 * Describes the first verdict, fact or journey in which two readings differ. Undefined when there
 * is none.
 */
export function findAnalysisDifference(
  first: ReadResult,
  second: ReadResult,
  chosen = rules,
  chosenEvidence = reportedEvidence,
): string | undefined {
  const [fastRecords, right] = [first, second].map((result) => {
    const { verdicts, facts, story } = analyzeLog(result, chosen, chosenEvidence)
    return [
      ...verdicts.map(toComparable),
      ...Object.entries(facts).map(toComparable),
      ...story.map(toComparable),
    ]
  }) as [string[], string[]]
  const at = fastRecords.findIndex((line, index) => line !== right[index])
  if (at >= 0 || fastRecords.length !== right.length)
    return `${right[at]} instead of ${fastRecords[at]}`
  return undefined
}

/**
 * Describes the first error of the fast reading compared with the plain one. Undefined when there
 * is none. The fast reading may only omit records without any marker. Provisioning belongs to the
 * SIP message that contains it.
 */
export function findReadDifference(
  plainResult: ReadResult,
  fastResult: ReadResult,
): string | undefined {
  const fastRecords = fastResult.observations.map(toComparable)
  let next = 0
  let dropped = false
  for (const observation of plainResult.observations) {
    if (observation.kind !== 'provisioning') dropped = false
    if (toComparable(observation) === fastRecords[next]) next += 1
    else if (observation.kind === 'provisioning') {
      if (!dropped) return `lost a property of a message that it kept: ${toComparable(observation)}`
    } else {
      if (observation.kind !== 'sip' && observation.kind !== 'trace')
        return `lost ${toComparable(observation)}`
      const marker = findMarker(observation)
      if (marker !== undefined)
        return `lost a record with “${marker}”: ${toComparable(observation)}`
      dropped = true
    }
  }
  if (next < fastRecords.length) return `made up, or saw in another order: ${fastRecords[next]}`
  const [wholeTally, quickTally] = [toComparable(plainResult.tally), toComparable(fastResult.tally)]
  return wholeTally === quickTally ? undefined : `counted ${quickTally} instead of ${wholeTally}`
}
