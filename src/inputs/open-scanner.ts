import type { Parser } from '../model/parser.ts'
import type { WantedRecords } from '../model/wanted-records.ts'
import type { SearchPlan } from '../scan/search-plan.ts'
import type { WasmScanner } from '../scan/wasm-scanner.ts'
import type { SharedBuffer } from './sliding-buffer.ts'

/** Inputs of fewer bytes are read before a kernel would be ready. */
const WORTH_A_KERNEL = 1 << 20

/**
 * This thread's kernel, whose memory inputs take in turn, and what it is to look for in one of
 * them.
 */
export interface ScannerSession {
  readonly kernel: WasmScanner
  readonly desk: SharedBuffer
  readonly aim: SearchPlan
}

let started: Promise<Pick<ScannerSession, 'kernel' | 'desk'>> | undefined

async function start(): Promise<Pick<ScannerSession, 'kernel' | 'desk'>> {
  const { WasmScanner: Kernel } = await import('../scan/wasm-scanner.ts')
  const kernel = new Kernel()
  return { kernel, desk: { reserve: (length) => kernel.reserve(length) } }
}

/** Undefined for a small input, and where a kernel cannot look for what is wanted. */
export async function openScanner(
  { formatLiterals: signs = [] }: Parser,
  { markers }: WantedRecords,
  bytes: number,
): Promise<ScannerSession | undefined> {
  if (bytes < WORTH_A_KERNEL || !markers) return undefined
  const { createSearchPlan: aimAt } = await import('../scan/search-plan.ts')
  const aim = aimAt(markers, signs)
  if (!aim) return undefined
  started ??= start()
  return { ...(await started), aim }
}
