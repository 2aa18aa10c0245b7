import type { DecodeText } from '../inputs/encoding.ts'
import { InputReader } from '../inputs/input-reader.ts'
import { type LineRange, type LineWindow, LineWindows } from '../inputs/lines/line-windows.ts'
import type { RecognisedInput } from '../inputs/recognise.ts'
import { Tally } from '../model/tally.ts'
import { PrivateLines } from '../redact/log/private-lines.ts'

const LF = 10
/**
 * Bytes of a line that are read. The rest of a longer one is left out.
 * Limit: bytes of a line that `show` reads.
 * Beyond: the rest is left out.
 */
const MAX_LINE_BYTES = 64 << 10

/** A line as it may be shown: without message text and credentials. */
export interface ShownLine {
  /** From 1, in the input. */
  readonly line: number
  readonly text: string
  /** Whether it is longer than the text. */
  readonly isCut: boolean
}

interface LinesOfInput {
  /** By their number in the text that is read, which differs for a converted input. */
  readonly lines: ReadonlyMap<number, ShownLine>
  /** Number of lines that were read. All of them, unless all ranges were found. */
  readonly lineCount: number
  /** Whether a line is missing because the lines that were asked for are too long. */
  readonly isLeftOut: (line: number) => boolean
}

/**
 * Reads ranges of lines, and nothing behind the last of them. The ranges must be in ascending order
 * and must not overlap; they count the lines of the text that is read. Read errors are thrown.
 */
export async function readShownLines(
  input: RecognisedInput,
  ranges: readonly LineRange[],
  decode: DecodeText,
): Promise<LinesOfInput> {
  const reading = new ShownLines(input, decode)
  const windows = new LineWindows(ranges, (window) => reading.readWindow(window))
  await new InputReader(input).readAll(windows, new Tally())
  const { lines } = reading
  return {
    lines,
    lineCount: windows.lineCount,
    isLeftOut: (line) => !lines.has(line) && windows.isInCutRange(line),
  }
}

/** Reads windows in ascending order. Their look-backs may overlap, and are read once. */
class ShownLines {
  readonly lines = new Map<number, ShownLine>()
  private readonly input: RecognisedInput
  private readonly decode: DecodeText
  private privateLines: PrivateLines | undefined
  private nextLine = 0

  constructor(input: RecognisedInput, decode: DecodeText) {
    this.input = input
    this.decode = decode
  }

  readWindow({ bytes, start, startLine, end, rangeLine, isCut }: LineWindow): void {
    let line = startLine
    const goesOn = this.privateLines !== undefined && this.nextLine >= startLine
    if (!goesOn)
      this.privateLines = new PrivateLines({
        format: this.input.parser?.format ?? 'unknown',
        isFromStart: startLine === 1,
      })
    const privateLines = this.privateLines as PrivateLines
    for (let at = start; at < end; line += 1) {
      const feed = bytes.indexOf(LF, at)
      const next = feed < 0 || feed >= end ? end : feed + 1
      const lineEnd = next > at && bytes[next - 1] === LF ? next - 1 : next
      const shownEnd = Math.min(lineEnd, at + MAX_LINE_BYTES)
      if (!goesOn || line >= this.nextLine) {
        const raw = bytes.toString('latin1', at, shownEnd)
        if (line < rangeLine) privateLines.skip(raw)
        else {
          const isLineCut = shownEnd < lineEnd || (isCut && next === end)
          this.add(line, privateLines, bytes, raw, at, shownEnd, isLineCut)
        }
        if (shownEnd < lineEnd) privateLines.skipRest()
      }
      at = next
    }
    this.nextLine = line
  }

  private add(
    line: number,
    privateLines: PrivateLines,
    bytes: Buffer,
    raw: string,
    from: number,
    to: number,
    isCut: boolean,
  ): void {
    const text = this.decode(bytes, from, to).replace(/\r$/, '')
    this.lines.set(line, {
      line: this.input.converted?.lineNumbers?.[line - 1] ?? line,
      text: privateLines.show(raw, text),
      isCut,
    })
  }
}

/**
 * The number that a line of the input has in the text that is read. Of a converted input, a line
 * that is a part of a longer one in the text has the number of that. Undefined for a line behind
 * the end of a converted input.
 */
export function toTextLine({ converted }: RecognisedInput, line: number): number | undefined {
  const numbers = converted?.lineNumbers
  if (numbers === undefined) return line
  const exact = numbers.indexOf(line)
  if (exact >= 0) return exact + 1
  if (numbers.every((number) => number < line)) return undefined
  const after = numbers.findIndex((number) => number > line)
  return Math.max(1, after)
}
