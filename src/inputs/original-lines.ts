import type { Observation } from '../model/observation.ts'

/** The number in the input of each line of a converted text. */
type LineNumbers = Int32Array

const originalLine = (line: number, numbers: LineNumbers): number => numbers[line - 1] ?? line

/** Returns an observation of a converted text with the lines that it has in the input. */
export function withOriginalLines(observation: Observation, numbers: LineNumbers): Observation {
  const { source } = observation
  const { line } = source
  const moved = {
    ...observation,
    source: line === undefined ? source : { ...source, line: originalLine(line, numbers) },
  }
  if (moved.kind !== 'cmdlet-output' || !moved.lines) return moved
  const lines = new Map([...moved.lines].map(([name, at]) => [name, originalLine(at, numbers)]))
  return { ...moved, lines }
}
