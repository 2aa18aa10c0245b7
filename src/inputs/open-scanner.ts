import type { WantedRecords } from '../model/marker.ts'
import type { Parser } from '../model/parser.ts'
import type { SearchPlan } from '../scan/search-plan.ts'
import type { WasmScanner } from '../scan/wasm-scanner.ts'
import type { SharedBuffer } from './sliding-buffer.ts'

/** A smaller input is read before the scanner would be ready. */
const MIN_SCANNER_BYTES = 1 << 20

/** The scanner of this thread, its memory, and what to search for in one input. */
export interface ScannerSession {
  readonly scanner: WasmScanner
  /** The scanner's memory. The inputs of the thread use it in turn. */
  readonly buffer: SharedBuffer
  readonly plan: SearchPlan
}

type ThreadScanner = Pick<ScannerSession, 'scanner' | 'buffer'>

let started: Promise<ThreadScanner> | undefined

async function start(): Promise<ThreadScanner> {
  const { WasmScanner: Scanner } = await import('../scan/wasm-scanner.ts')
  const scanner = new Scanner()
  return { scanner, buffer: { reserve: (length) => scanner.reserve(length) } }
}

/**
 * Starts the scanner at its first use. Returns undefined for a small input, and where the scanner
 * cannot search for what is wanted.
 */
export async function openScanner(
  { formatLiterals = [] }: Parser,
  { markers }: WantedRecords,
  bytes: number,
): Promise<ScannerSession | undefined> {
  if (bytes < MIN_SCANNER_BYTES || !markers) return undefined
  const { createSearchPlan } = await import('../scan/search-plan.ts')
  const plan = createSearchPlan(markers, formatLiterals)
  if (!plan) return undefined
  started ??= start()
  return { ...(await started), plan }
}
