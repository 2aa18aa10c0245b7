import { type Carrier, type NumberedLine, TextSample } from './carrier.ts'
import { carriers, contentLike } from './carriers.ts'

/** A text as it was before somebody carried it. */
export interface Unwrapped {
  readonly text: string
  /** Number of each line in the input, counted from 1. */
  readonly numbers: Int32Array
  /** The carriers that were undone, as phrases for the report. */
  readonly carriers: readonly string[]
  /** Whether something was undone that is never a part of a log's messages. */
  readonly isCertain: boolean
  /** Whether `blockOnly` would leave lines out. Only the first lines were examined. */
  readonly hasOutside: boolean
}

/** Quotes can be inside a fence, and a fence inside a quote: a second round undoes the inner one. */
const ROUNDS = 2
/** The carriers are found by this many lines. */
const SAMPLE_LINES = 2000

/**
 * Whether a text, by its beginning, seems to be carried in a way that `unwrap` undoes. `isCut` says
 * that the last line may be incomplete.
 */
export function seemsWrapped(beginning: string, isCut = false): boolean {
  const end = isCut ? beginning.lastIndexOf('\n') : -1
  const text = end < 0 ? beginning : beginning.slice(0, end)
  const sample = new TextSample(text, text.split('\n'))
  return carriers.some((carrier) => carrier.applies(sample))
}

const numberLines = (lines: readonly string[]): NumberedLine[] =>
  lines.map((text, index) => ({ text, number: index + 1 }))

const sampleOf = (lines: readonly string[]): TextSample => new TextSample(lines.join('\n'), lines)

/**
 * Undoes the ways in which people carry text: quotes, indentation and fences, line numbers, colors,
 * no-break blanks, double spacing. Returns undefined when none of them certainly applies. With
 * `blockOnly`, keeps only what is inside quotes and blocks.
 */
export function unwrap(text: string, blockOnly = false): Unwrapped | undefined {
  const originalLines = text.split('\n')
  let sample =
    originalLines.length > SAMPLE_LINES
      ? sampleOf(originalLines.slice(0, SAMPLE_LINES))
      : new TextSample(text, originalLines)
  let lines: readonly NumberedLine[] | undefined
  const undone = new Set<Carrier>()
  const rejected = new Map<Carrier, TextSample>()
  let hasOutside = originalLines.length > SAMPLE_LINES
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = sample
    for (const carrier of carriers) {
      // In the second round, most carriers have seen the same sample already.
      if (rejected.get(carrier) === sample) continue
      if (!carrier.applies(sample)) {
        rejected.set(carrier, sample)
        continue
      }
      hasOutside ||= carrier.hasOutside?.(sample) ?? false
      lines = carrier.undo(lines ?? numberLines(originalLines), blockOnly)
      sample = sampleOf(lines.slice(0, SAMPLE_LINES).map((line) => line.text))
      undone.add(carrier)
    }
    if (sample === before) break
  }
  if (!lines) return undefined
  // A fence or prose that was removed must not be above the first line of a document.
  const first = lines.findIndex(({ text: line }) => line.trim() !== '')
  if (first > 0) lines = lines.slice(first)
  const numbers = new Int32Array(lines.length)
  for (let index = 0; index < lines.length; index += 1) numbers[index] = lines[index]?.number ?? 0
  return {
    text: lines.map((line) => line.text).join('\n'),
    numbers,
    carriers: [...undone].map(({ name }) => name),
    isCertain: [...undone].some((carrier) => !contentLike.has(carrier)),
    hasOutside,
  }
}
