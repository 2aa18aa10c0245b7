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

function sampleOf(lines: readonly string[]): TextSample {
  const sample = lines.slice(0, SAMPLE_LINES)
  return new TextSample(sample.join('\n'), sample)
}

/**
 * Undoes the ways in which people carry text: quotes, indentation and fences, line numbers, colors,
 * no-break blanks, double spacing. Returns undefined when none of them certainly applies. With
 * `blockOnly`, keeps only what is inside quotes and blocks.
 */
export function unwrap(text: string, blockOnly = false): Unwrapped | undefined {
  const originalLines = text.split('\n')
  let sample = sampleOf(originalLines)
  let lines: readonly NumberedLine[] | undefined
  const undone = new Set<Carrier>()
  let hasOutside = originalLines.length > SAMPLE_LINES
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = sample
    for (const carrier of carriers) {
      if (!carrier.applies(sample)) continue
      hasOutside ||= carrier.hasOutside?.(sample) ?? false
      lines = carrier.undo(lines ?? numberLines(originalLines), blockOnly)
      sample = sampleOf(lines.slice(0, SAMPLE_LINES).map((line) => line.text))
      undone.add(carrier)
    }
    if (sample === before) break
  }
  if (!lines) return undefined
  // A fence or prose that was removed must not stand before the first line of a document.
  lines = lines.slice(
    Math.max(
      0,
      lines.findIndex(({ text: line }) => line.trim() !== ''),
    ),
  )
  return {
    text: lines.map((line) => line.text).join('\n'),
    numbers: Int32Array.from(lines, ({ number }) => number),
    carriers: [...undone].map(({ name }) => name),
    isCertain: [...undone].some((carrier) => !contentLike.has(carrier)),
    hasOutside,
  }
}
