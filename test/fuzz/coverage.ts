import { readFileSync } from 'node:fs'
import { type Profiler, Session } from 'node:inspector'
import { fileURLToPath } from 'node:url'

/** A part of a file, as offsets of characters. */
type Span = readonly [from: number, to: number]

/** The part of a function that no input of a target reached yet. */
interface FunctionState {
  readonly length: number
  unreached: readonly Span[]
  /** A bit for each order of magnitude in which it was called. */
  callCounts: number
}

/** What one execution did. */
export interface ExecutionTrace {
  /** Executed blocks of the program, each counted as often as it was entered. */
  readonly steps: number
  /** Whether it reached code that no execution of the target reached, or reached it more often. */
  readonly isNew: boolean
}

/** How much of the program a target reached. */
export interface Reached {
  readonly functions: number
  /** Characters of these functions that were executed, as a share. */
  readonly share: number
}

/** Reached functions of one target, by script and offset. */
export class TargetCoverage {
  private readonly functions = new Map<string, FunctionState>()

  /** Whether the call of a function reached something new. Adds it if `adds`. */
  check(script: string, { ranges }: Profiler.FunctionCoverage, adds: boolean): boolean {
    const [whole] = ranges
    if (!whole || whole.count === 0) return false
    const key = `${script}:${whole.startOffset}`
    const bit = 1 << Math.min(15, Math.floor(Math.log2(whole.count) / 2))
    const span = [whole.startOffset, whole.endOffset] as const
    const unreached = spansWithoutCalls(ranges)
    const known = this.functions.get(key)
    if (!known) {
      const state = { length: span[1] - span[0], unreached, callCounts: bit }
      if (adds) this.functions.set(key, state)
      return true
    }
    const left = intersect(known.unreached, unreached)
    const isNew = lengthOf(left) < lengthOf(known.unreached) || (known.callCounts & bit) === 0
    if (adds) {
      known.unreached = left
      known.callCounts |= bit
    }
    return isNew
  }

  get reached(): Reached {
    let [all, unreached] = [0, 0]
    for (const state of this.functions.values()) {
      all += state.length
      unreached += lengthOf(state.unreached)
    }
    return { functions: this.functions.size, share: all === 0 ? 0 : 1 - unreached / all }
  }
}

const lengthOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, [from, to]) => sum + to - from, 0)

/** Blocks that were not entered. Blocks inside them are not reported. */
const spansWithoutCalls = (ranges: readonly Profiler.CoverageRange[]): Span[] =>
  ranges
    .filter(({ count }) => count === 0)
    .map(({ startOffset, endOffset }) => [startOffset, endOffset] as const)

function intersect(left: readonly Span[], right: readonly Span[]): Span[] {
  const both: Span[] = []
  for (const [from, to] of left)
    for (const [otherFrom, otherTo] of right) {
      const span = [Math.max(from, otherFrom), Math.min(to, otherTo)] as const
      if (span[0] < span[1]) both.push(span)
    }
  return both
}

/** The comments that esbuild puts before each file of a bundle. */
const FILE_COMMENT = /^ *\/\/ ((?:src|test|node_modules|bench)\/\S+)$/gm

/** Tells which offsets of a bundle are code of the program. */
class BundleMap {
  private readonly starts: { readonly at: number; readonly isProgram: boolean }[]

  constructor(bundle: string) {
    this.starts = [...bundle.matchAll(FILE_COMMENT)].map(({ index, 1: path = '' }) => ({
      at: index,
      isProgram: path.startsWith('src/'),
    }))
  }

  isProgram(offset: number): boolean {
    let [low, high] = [0, this.starts.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.starts[middle]?.at ?? 0) <= offset) low = middle + 1
      else high = middle
    }
    return this.starts[low - 1]?.isProgram ?? false
  }
}

/**
 * Counts what an execution enters, with the coverage of V8. Counts code of `src` only, of the bundle
 * that it is part of.
 */
export class CoverageCounter {
  private readonly session = new Session()
  private readonly bundles = new Map<string, BundleMap>()

  constructor() {
    this.session.connect()
    this.session.post('Profiler.enable')
    this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  /** Forgets what was executed so far. */
  clear(): void {
    this.scripts()
  }

  /**
   * Compares what was executed since the last call with what a target reached, and adds it if
   * `adds`. Takes some milliseconds.
   */
  take(coverage: TargetCoverage, adds: boolean): ExecutionTrace {
    let steps = 0
    let isNew = false
    for (const { url, scriptId, functions } of this.scripts()) {
      if (!url.startsWith('file:')) continue
      const bundle = this.bundleOf(url)
      for (const entry of functions) {
        if (!bundle.isProgram(entry.ranges[0]?.startOffset ?? 0)) continue
        for (const { count } of entry.ranges) steps += count
        if (coverage.check(scriptId, entry, adds)) isNew = true
      }
    }
    return { steps, isNew }
  }

  private bundleOf(url: string): BundleMap {
    const known = this.bundles.get(url)
    if (known) return known
    const bundle = new BundleMap(readFileSync(fileURLToPath(url), 'utf8'))
    this.bundles.set(url, bundle)
    return bundle
  }

  private scripts(): readonly Profiler.ScriptCoverage[] {
    let scripts: readonly Profiler.ScriptCoverage[] = []
    this.session.post('Profiler.takePreciseCoverage', (error, taken) => {
      if (error) throw error
      scripts = taken.result
    })
    return scripts
  }
}
