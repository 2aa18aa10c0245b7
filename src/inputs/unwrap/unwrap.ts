import type { Carrier, NumberedLine } from './carrier.ts'
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
  const lines = beginning.split('\n')
  if (isCut && lines.length > 1) lines.pop()
  return carriers.some((carrier) => carrier.applies(lines))
}

/**
 * Undoes the ways in which people carry text: quotes, indentation and fences, line numbers, colors,
 * no-break blanks, double spacing. Returns undefined when none of them certainly applies. With
 * `blockOnly`, keeps only what is inside quotes and blocks.
 */
export function unwrap(text: string, blockOnly = false): Unwrapped | undefined {
  let lines: readonly NumberedLine[] = text
    .split('\n')
    .map((line, index) => ({ text: line, number: index + 1 }))
  const undone = new Set<Carrier>()
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const carrier of carriers) {
      const sample = lines.slice(0, SAMPLE_LINES).map((line) => line.text)
      if (!carrier.applies(sample)) continue
      lines = carrier.undo(lines, blockOnly)
      undone.add(carrier)
    }
  }
  if (undone.size === 0) return undefined
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
  }
}
