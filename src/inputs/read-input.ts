import { dirname } from 'node:path'
import { defined, present } from '../model/defined.ts'
import { findClientPlace, type ProgramVerdict } from '../model/logs/log-program.ts'
import type { Observation } from '../model/observation.ts'
import type { Parser } from '../model/parser.ts'
import { describeUnreadLines, type InputSummary, Tally } from '../model/tally.ts'
import { InputParser, type ParsableInput, type ReadOptions } from './input-parser.ts'
import type { RecognisedInput } from './recognise.ts'

/** Whether the format of an input is known, so that it can be parsed. */
export const isParsable = (input: RecognisedInput): input is ParsableInput =>
  input.parser !== undefined

/**
 * Reads one recognized input to its end. Yields its observations in batches; the last one is the
 * summary of the input. An input without a parser has only the summary.
 */
export async function* readInput(
  input: RecognisedInput,
  options: ReadOptions,
): AsyncGenerator<Observation[]> {
  let summary: InputSummary
  if (isParsable(input)) {
    const parser = await InputParser.open(input, options)
    yield* parser.read()
    const { tally, bytes, failure } = parser
    const hasNothing = failure !== undefined && bytes === 0
    if (failure !== undefined && !hasNothing)
      tally.addDamage({ offset: bytes, reason: `cannot be read further: ${failure}` })
    summary = summarizeInput(
      hasNothing ? { ...input, status: 'unreadable', problem: failure } : input,
      tally,
      bytes,
    )
  } else {
    const tally = new Tally()
    for (const note of options.notes) tally.addNote(note)
    summary = summarizeInput(input, tally, 0)
  }
  const { profiling } = options
  profiling?.onProfile(profiling.profiler.result(summary))
  yield [{ kind: 'input', source: { path: input.found.path }, input: summary }]
}

/** Summarizes an input of which `bytes` bytes were read so far. */
export function summarizeInput(
  { found, parser, status, problem, converted }: RecognisedInput,
  tally: Tally,
  bytes: number,
): InputSummary {
  const hasTimes = tally.from <= tally.to
  const { program, sign, note } = findProgram(found, parser, status, tally)
  return {
    path: found.path,
    format: parser?.format ?? 'unknown',
    status: status === 'read' ? (parser?.inputStatus?.(tally) ?? status) : status,
    // The size that an archive states for an entry may be wrong.
    bytes:
      found.kind === 'entry' && status === 'read' && !converted
        ? bytes
        : Math.max(converted ? 0 : bytes, found.bytes),
    records: tally.records,
    undecoded: tally.undecoded,
    unreadable: tally.unreadable,
    ...defined({
      from: hasTimes ? tally.from : undefined,
      to: hasTimes ? tally.to : undefined,
    }),
    gaps: [...tally.gaps].sort((left, right) => left.from - right.from),
    disorder: tally.disorder,
    log: parser?.isLog ?? false,
    ...defined({ program, programSign: sign }),
    notes: present([note, ...tally.notes, describeUnreadLines(tally), problem]),
    damage: [...tally.damage],
  }
}

/** Which program wrote an input. Empty when the input is not a log or has no records. */
function findProgram(
  { path, location }: RecognisedInput['found'],
  parser: Parser | undefined,
  status: RecognisedInput['status'],
  { program, records }: Tally,
): Partial<ProgramVerdict> {
  if (!parser?.isLog || status !== 'read') return {}
  if (parser.isClientLog) return { program: 'client', sign: 'its format' }
  return records === 0 ? {} : program.conclude(findClientPlace(path, dirname(location)))
}
