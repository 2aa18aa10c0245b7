import { buildCaseReport } from '../../src/analysis/case-report.ts'
import { Engine } from '../../src/analysis/engine.ts'
import { reportedEvidence } from '../../src/evidence/index.ts'
import { createTextDecoder } from '../../src/inputs/encoding.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import type { Marker } from '../../src/model/marker.ts'
import type { Observation, SipObservation, TraceObservation } from '../../src/model/observation.ts'
import type { Parser } from '../../src/model/parser.ts'
import type { Rule } from '../../src/model/rule.ts'
import type { Scanner, SkipResult } from '../../src/model/scanner.ts'
import { Tally } from '../../src/model/tally.ts'
import type { WantedRecords } from '../../src/model/wanted-records.ts'
import { rules } from '../../src/rules/index.ts'
import { allRecords, createWantedRecords } from '../../src/scan/matcher.ts'
import { createSearchPlan } from '../../src/scan/search-plan.ts'
import { WasmScanner } from '../../src/scan/wasm-scanner.ts'
import { allMarkers } from './records/words.ts'

const decode = createTextDecoder('windows-1252')
export const plain = allRecords
export const fast = createWantedRecords(allMarkers)

/** Smallest piece for so many bytes: a parser looks again at what it could not read yet. */
const MIN_PIECE_SHARE = 1 / 4000

export interface ReadResult {
  readonly observations: readonly Observation[]
  readonly tally: Tally
}

class CountingScanner extends WasmScanner {
  /** Records that it passed over. */
  records = 0

  override skipRecords(...asked: Parameters<WasmScanner['skipRecords']>): SkipResult {
    const passed = super.skipRecords(...asked)
    this.records += passed.records
    return passed
  }
}

/** One for all: as in the program, inputs take its memory in turn. */
export const scanner = new CountingScanner()

/**
 * Bytes from `from` to before `to`, in the kernel's memory; behind them stands what could be taken
 * for more of the log.
 */
function inScannerMemory(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const memory = scanner.reserve(to - from + bytes.length)
  memory.set(bytes.subarray(from, to))
  memory.set(bytes, to - from)
  return memory
}

/** A copy that ends where the piece ends: whoever looks further finds nothing there. */
const copyOfPiece = (bytes: Uint8Array, from: number, to: number): Uint8Array =>
  bytes.slice(from, to)

/** The same as `read` for what these ask for, the kernel passing over what it can. */
export const readWithScanner = (
  parser: Parser,
  bytes: Uint8Array,
  wanted: WantedRecords,
  pieces?: readonly number[],
): ReadResult => {
  const aim = createSearchPlan(wanted.markers ?? [], parser.formatLiterals ?? [])
  if (!aim) throw new Error('the kernel cannot look for these')
  scanner.setPlan(aim)
  return readLog(parser, bytes, wanted, pieces, { kernel: scanner, lend: inScannerMemory })
}

/** All that a parser makes of bytes, offered whole or in pieces of these sizes in turn. */
export function readLog(
  parser: Parser,
  bytes: Uint8Array,
  wanted = plain,
  pieces: readonly number[] = [bytes.length],
  by: {
    readonly kernel?: Scanner
    lend(bytes: Uint8Array, from: number, to: number): Uint8Array
  } = { lend: copyOfPiece },
): ReadResult {
  const seen: Observation[] = []
  const tally = new Tally()
  const clock = { utcOffset: 0, dateOrder: 'mdy' } as const
  const reading = parser.open({
    path: 'log',
    clock,
    wanted,
    decode,
    tally,
    emit: (one) => seen.push(one),
    scanner: by.kernel,
  })
  const least = Math.ceil(bytes.length * MIN_PIECE_SHARE)
  let from = 0
  let to = 0
  for (let turn = 0; to < bytes.length; turn += 1) {
    const size = Math.max(least, pieces[turn % pieces.length] ?? 1)
    to = Math.min(bytes.length, to + size)
    from += reading.read(by.lend(bytes, from, to), 0, to - from, false)
  }
  reading.read(by.lend(bytes, from, bytes.length), 0, bytes.length - from, true)
  return { observations: seen, tally }
}

/** As text that compares, maps and all. */
export const toComparable = (value: unknown): string =>
  JSON.stringify(value, (_, one) =>
    one instanceof Map || one instanceof Set
      ? [...one]
      : Number.isFinite(one) || typeof one !== 'number'
        ? one
        : String(one),
  )

/** Verdicts, facts and what happened of a case that is this one log. */
function analyzeLog(
  { observations, tally }: ReadResult,
  chosen: readonly Rule[],
  asked: readonly Evidence[],
) {
  const engine = new Engine({ rules: chosen, evidence: asked })
  for (const one of observations) engine.observe(one)
  const { records, undecoded, unreadable, disorder, gaps, notes, damage, from, to } = tally
  const covered = from <= to ? { from, to } : {}
  const input = {
    path: 'log',
    format: 'log',
    status: 'read',
    bytes: 1,
    log: true,
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
 * The marker that makes an observation wanted, by what it kept of its record; undefined when there
 * is none.
 */
function findMarker(seen: SipObservation | TraceObservation): string | undefined {
  const start = seen.kind === 'sip' ? seen.message.startLine : seen.event.message
  const headers =
    seen.kind === 'sip' ? seen.message.headers.map(({ name, value }) => `${name}: ${value}`) : []
  const text = (
    seen.kind === 'sip' ? [start, ...headers, seen.message.body].join('\n') : start
  ).toLowerCase()
  const { start: starts, anywhere } = MARKERS[seen.kind]
  if (seen.kind === 'sip' && seen.message.status !== undefined) {
    const method = METHODS.find((one) => one === seen.message.method.toLowerCase())
    if (method !== undefined) return method
  }
  return starts.find((one) => text.startsWith(one)) ?? anywhere.find((one) => text.includes(one))
}

/** The first verdict, fact or journey that two readings do not agree on. */
export function findAnalysisDifference(
  one: ReadResult,
  other: ReadResult,
  chosen = rules,
  asked = reportedEvidence,
): string | undefined {
  const [left, right] = [one, other].map((seen) => {
    const { verdicts, facts, story } = analyzeLog(seen, chosen, asked)
    return [
      ...verdicts.map(toComparable),
      ...Object.entries(facts).map(toComparable),
      ...story.map(toComparable),
    ]
  }) as [string[], string[]]
  const at = left.findIndex((line, index) => line !== right[index])
  if (at >= 0 || left.length !== right.length) return `${right[at]} instead of ${left[at]}`
  return undefined
}

/**
 * What is wrong with the fast reading, held against the plain one, in words; undefined when nothing
 * is. The fast one may leave out records that no marker is in, and nothing else; provisioning comes
 * with the SIP message that it stands in.
 */
export function findReadDifference(whole: ReadResult, quick: ReadResult): string | undefined {
  const left = quick.observations.map(toComparable)
  let next = 0
  let dropped = false
  for (const one of whole.observations) {
    if (one.kind !== 'provisioning') dropped = false
    if (toComparable(one) === left[next]) next += 1
    else if (one.kind === 'provisioning') {
      if (!dropped) return `lost a property of a message that it kept: ${toComparable(one)}`
    } else {
      if (one.kind !== 'sip' && one.kind !== 'trace') return `lost ${toComparable(one)}`
      const marker = findMarker(one)
      if (marker !== undefined) return `lost a record with “${marker}”: ${toComparable(one)}`
      dropped = true
    }
  }
  if (next < left.length) return `made up, or saw in another order: ${left[next]}`
  const [wholeTally, quickTally] = [toComparable(whole.tally), toComparable(quick.tally)]
  return wholeTally === quickTally ? undefined : `counted ${quickTally} instead of ${wholeTally}`
}
