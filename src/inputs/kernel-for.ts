import type { Parser } from '../model/parser.ts'
import type { WantedRecords } from '../model/wanted-records.ts'
import type { Aim } from '../scan/aim.ts'
import type { WasmKernel } from '../scan/wasm-scanner.ts'
import type { Desk } from './window.ts'

/** Inputs of fewer bytes are read before a kernel would be ready. */
const WORTH_A_KERNEL = 1 << 20

/**
 * This thread's kernel, whose memory inputs take in turn, and what it is to look for in one of
 * them.
 */
export interface AimedKernel {
  readonly kernel: WasmKernel
  readonly desk: Desk
  readonly aim: Aim
}

let started: Promise<Pick<AimedKernel, 'kernel' | 'desk'>> | undefined

async function start(): Promise<Pick<AimedKernel, 'kernel' | 'desk'>> {
  const { WasmKernel: Kernel } = await import('../scan/wasm-scanner.ts')
  const kernel = new Kernel()
  return { kernel, desk: { lend: (length) => kernel.lend(length) } }
}

/** Undefined for a small input, and where a kernel cannot look for what is wanted. */
export async function kernelFor(
  { signs = [] }: Parser,
  { markers }: WantedRecords,
  bytes: number,
): Promise<AimedKernel | undefined> {
  if (bytes < WORTH_A_KERNEL || !markers) return undefined
  const { aimAt } = await import('../scan/aim.ts')
  const aim = aimAt(markers, signs)
  if (!aim) return undefined
  started ??= start()
  return { ...(await started), aim }
}
