import { collectDecoding } from '../inputs/collect-decoding.ts'
import { type DecodeText, loadTextDecoder } from '../inputs/encoding.ts'
import type { FoundInput } from '../inputs/find-files.ts'
import type { LineRange } from '../inputs/lines/line-windows.ts'
import { openInput } from '../inputs/open-input.ts'
import { describeReadError } from '../inputs/read-error.ts'
import { type RecognisedInput, recognise } from '../inputs/recognise.ts'
import { formatNumber } from '../model/duration.ts'
import { greatestOf } from '../model/numbers/extremes.ts'
import type { DecodingFiles } from '../model/parser.ts'
import { readShownLines, toTextLine } from './read-lines.ts'
import { readShownRecords } from './read-records.ts'

const NUL = 0
const SNIFF_BYTES = 8 << 10

/** A place inside a file, as reports write it: `:line`, `#record` or `@offset`. */
export interface CitedPlace {
  readonly line?: number
  readonly record?: number
  readonly offset?: number
}

/** A line of a text, or a record of a binary trace, as it may be shown. */
export interface ShownPart {
  readonly line?: number
  readonly record?: number
  readonly offset?: number
  readonly text: string
  readonly isCited: boolean
  /** Whether it is longer than the text. */
  readonly isCut: boolean
}

/** Lines at a cited place, or why they cannot be shown. */
export type CitedParts = { readonly parts: readonly ShownPart[] } | { readonly problem: string }

export interface ReadCitedOptions {
  /** Lines or records before and after the cited one. */
  readonly context: number
  /** Encoding of text that is not Unicode, by a name that `parseCodePageName` returns. */
  readonly codePage: string
  /** Files that the user named, which decode binary traces. */
  readonly decoding?: DecodingFiles | undefined
  readonly stdin?: NodeJS.ReadableStream | undefined
}

/** The inputs of a case, read once more at some places. */
export class CitedInputs {
  private readonly found: readonly FoundInput[]
  private readonly options: ReadCitedOptions
  private decoder: Promise<DecodeText> | undefined
  private caseDecoding: Promise<DecodingFiles | undefined> | undefined

  constructor(found: readonly FoundInput[], options: ReadCitedOptions) {
    this.found = found
    this.options = options
  }

  /** Reads places of one input, and returns what is at each. Never throws. */
  async read(
    found: FoundInput,
    places: readonly CitedPlace[],
  ): Promise<{ readonly format: string; readonly results: readonly CitedParts[] }> {
    let format = 'unknown'
    try {
      const input = await this.recognise(found)
      format = input.parser?.format ?? format
      const problem = await unreadableReason(input)
      if (problem !== undefined) return { format, results: places.map(() => ({ problem })) }
      const results = input.parser?.isBinary
        ? await this.readRecords(input, places)
        : await this.readLines(input, places)
      return { format, results }
    } catch (error) {
      const problem = `cannot be read: ${describeReadError(error)}`
      return { format, results: places.map(() => ({ problem })) }
    }
  }

  private async recognise(found: FoundInput): Promise<RecognisedInput> {
    return recognise(found, await this.loadDecoder(), this.options.stdin)
  }

  private loadDecoder(): Promise<DecodeText> {
    this.decoder ??= loadTextDecoder(this.options.codePage)
    return this.decoder
  }

  private async readLines(
    input: RecognisedInput,
    places: readonly CitedPlace[],
  ): Promise<CitedParts[]> {
    const { context } = this.options
    const targets = places.map(({ line, record, offset }) =>
      record === undefined && offset === undefined ? toTextLine(input, line ?? 1) : undefined,
    )
    const ranges = targets.map((target, index) => {
      if (target === undefined || target < 1) return undefined
      // Without a line, the beginning of the file is shown.
      if (places[index]?.line === undefined) return { from: 1, to: 1 + 2 * context }
      return { from: Math.max(1, target - context), to: target + context }
    })
    const { lines, lineCount, isLeftOut } = await readShownLines(
      input,
      mergeRanges(ranges.filter((range) => range !== undefined)),
      await this.loadDecoder(),
    )
    return places.map((place, index) => {
      const range = ranges[index]
      const target = targets[index] ?? 0
      if (place.line === undefined && range === undefined)
        return { problem: 'has lines: cite one as <path>:<line>' }
      if (place.line !== undefined && isLeftOut(target))
        return {
          problem:
            `cannot show line ${place.line}: the lines before it are too long. ` +
            'Pass a smaller --context',
        }
      if (range === undefined || (place.line !== undefined && !lines.has(target)))
        return { problem: noSuchLine(place.line ?? 0, input, lineCount) }
      const parts: ShownPart[] = []
      for (let number = range.from; number <= range.to; number += 1) {
        const shown = lines.get(number)
        if (shown) parts.push({ ...shown, isCited: place.line !== undefined && number === target })
      }
      return { parts }
    })
  }

  private async readRecords(
    input: RecognisedInput,
    places: readonly CitedPlace[],
  ): Promise<CitedParts[]> {
    const { context } = this.options
    this.caseDecoding ??= this.collectDecoding()
    const { records, recordCount, found } = await readShownRecords(
      input,
      // The lines of a binary trace are its records.
      places.map(({ line, record, offset }) => ({ offset, record: record ?? line ?? 1 })),
      context,
      await this.caseDecoding,
      await this.loadDecoder(),
    )
    const count = `it has ${formatNumber(recordCount)} records`
    return places.map(({ line, record, offset }, index) => {
      const cited = found[index] ?? []
      if (cited.length === 0)
        return {
          problem:
            offset === undefined
              ? `has no record ${record ?? line ?? 1}: ${count}`
              : `has no record at offset ${offset}: ${count}`,
        }
      const isNear = (number: number) =>
        cited.some((citedRecord) => Math.abs(citedRecord - number) <= context)
      return {
        parts: records
          .filter((shown) => isNear(shown.record))
          .map((shown) => ({ ...shown, isCited: cited.includes(shown.record), isCut: false })),
      }
    })
  }

  /** Other files of the case may describe the events of its traces. */
  private async collectDecoding(): Promise<DecodingFiles | undefined> {
    const inputs: RecognisedInput[] = []
    for (const found of this.found)
      if (found.kind === 'file' || found.kind === 'entry') inputs.push(await this.recognise(found))
    return collectDecoding(inputs, this.options.decoding, await this.loadDecoder())
  }
}

/**
 * Why an input has no lines to show; undefined for one that has. A file of no known format may be a
 * message, such as a copy of a spooled one.
 */
async function unreadableReason({
  found,
  parser,
  status,
  problem,
}: RecognisedInput): Promise<string | undefined> {
  if (found.kind === 'stream') return 'is a stream, which cannot be read again: save it to a file'
  if (status === 'unreadable') return `cannot be read: ${problem}`
  if (status === 'empty') return 'is empty'
  if (parser !== undefined) return undefined
  if (problem !== undefined) return `is not read: ${problem}`
  return (await isBinary(found))
    ? 'is a binary file of no known format'
    : 'is of no known format, so that its message texts could not be told from the rest'
}

async function isBinary(found: FoundInput): Promise<boolean> {
  const source = openInput(found)
  try {
    const bytes = new Uint8Array(SNIFF_BYTES)
    const isUtf16 = (length: number) => length > 1 && bytes[0] === 0xff && bytes[1] === 0xfe
    const length = await source.read(bytes, 0, SNIFF_BYTES)
    return !isUtf16(length) && bytes.subarray(0, length).includes(NUL)
  } finally {
    source.close()
  }
}

function noSuchLine(line: number, { converted }: RecognisedInput, lineCount: number): string {
  const last = greatestOf(converted?.lineNumbers?.slice(-1) ?? [lineCount]) ?? 0
  return `has no line ${line}: it has ${formatNumber(last)} ${last === 1 ? 'line' : 'lines'}`
}

/** The same lines in ascending ranges that do not overlap. */
function mergeRanges(ranges: readonly LineRange[]): LineRange[] {
  const merged: LineRange[] = []
  for (const range of [...ranges].sort((left, right) => left.from - right.from)) {
    const last = merged.at(-1)
    if (last === undefined || range.from > last.to + 1) merged.push(range)
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) }
  }
  return merged
}
