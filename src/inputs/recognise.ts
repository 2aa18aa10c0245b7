import { isUtf8 } from 'node:buffer'
import { basename } from 'node:path'
import { defined } from '../model/defined.ts'
import type { InputHead, Parser, Recognition } from '../model/parser.ts'
import { mayHaveKnownFormat } from '../parsers/format-signs.ts'
import { parsers } from '../parsers/index.ts'
import { detectArchiveKind } from './archives/archive-kind.ts'
import { DamagedEntryError } from './archives/packed-bytes.ts'
import { type ByteSource, emptySource } from './byte-source.ts'
import { isBetterConverted } from './compare-readings.ts'
import {
  type ConvertedText,
  convertText,
  joinEncodings,
  MAX_CONVERTED_BYTES,
  seemsConvertible,
} from './converted-text.ts'
import { nameDocument } from './documents/name-document.ts'
import { type DocumentKind, detectDocument, readDocument } from './documents/read-document.ts'
import {
  type DecodeText,
  decodeUtf16,
  type Encoding,
  hasCrLineEnds,
  sniffEncoding,
  toLfLineEnds,
} from './encoding.ts'
import type { FoundInput } from './find-files.ts'
import { openInputOrStream } from './open-input.ts'
import { describeReadError } from './read-error.ts'

/** Enough to contain the first record, its sign-in and, mostly, a Date header. */
const HEAD_BYTES = 256 * 1024
const TAIL_BYTES = 64 * 1024
const LF = 10
const MAIL_IN_STREAM = 'a mail, which cannot be read from a stream: pass the path of its file'
const UNKNOWN_DOCUMENT =
  'a document of a format that is not read: save it as plain text, .docx or .xlsx'
const ARCHIVE_IN_STREAM =
  'an archive, which cannot be read from a stream: pass the path of its file'

/** An input after its first bytes were compared with all known formats. */
export interface RecognisedInput {
  readonly found: FoundInput
  readonly encoding: Encoding
  /** Length of the byte order mark, which is not part of the text. */
  readonly bomBytes: number
  /** Lines end in a lone CR. */
  readonly crLineEnds: boolean
  /** Absent for an unknown format. */
  readonly parser?: Parser
  readonly recognition?: Recognition
  readonly status: 'read' | 'empty' | 'not-recognised' | 'unreadable'
  readonly problem?: string
  /** Its text is neither UTF-8 nor UTF-16, so that the code page decides. */
  readonly isAnsi?: true
  /** The text that is read instead of the bytes of the input. */
  readonly converted?: ConvertedText
  /**
   * Bytes that were read already, and the source of the rest: of a stream, which cannot be read
   * twice, and of a small input, which need not be opened twice.
   */
  readonly alreadyRead?: { readonly bytes: Uint8Array; readonly source: ByteSource }
}

/** How a text is read: by which parser, and from where. */
type Reading = Pick<RecognisedInput, 'parser' | 'recognition' | 'converted'>

/**
 * Recognizes the format of an input: reads its beginning and its end and asks each parser in turn.
 * An input of at most `maxKeptBytes` bytes stays in memory. Never throws: an error makes the input
 * unreadable.
 */
export async function recognise(
  found: FoundInput,
  decode: DecodeText,
  stdin?: NodeJS.ReadableStream,
  maxKeptBytes = 0,
): Promise<RecognisedInput> {
  const unknown = { found, encoding: 'utf-8', bomBytes: 0, crLineEnds: false } as const
  if (found.kind === 'unreadable')
    return { ...unknown, status: 'unreadable', problem: found.problem ?? 'cannot be opened' }
  let source: ByteSource | undefined
  try {
    source = openInputOrStream(found, stdin)
    const { bytes, damage } = await readHead(source, found)
    if (bytes.length === 0) return { ...unknown, status: 'empty' }
    const archiveKind = found.kind === 'stream' ? detectArchiveKind(bytes) : undefined
    if (archiveKind)
      return {
        ...unknown,
        status: 'unreadable',
        problem: archiveKind === 'mail' ? MAIL_IN_STREAM : ARCHIVE_IN_STREAM,
      }
    const { encoding, bom } = sniffEncoding(bytes)
    const toText = createToText(encoding, decode)
    const isWhole = damage === undefined && isWholeHead(bytes, found)
    const head = createHead(found, source, { bytes, bom, isWhole }, toText)
    const mayBeKnown = once(() => mayHaveKnownFormat(head.text))
    const plain = await readPlain({ head, mayBeKnown, bom, toText }, source, found)
    // A binary trace has no encoding and no line ends: its bytes are read unchanged.
    const isBinary = plain?.parser?.isBinary ?? false
    const start = { bytes, bom, head, mayBeKnown, decode, toText }
    const { reading, allBytes, problem } = isBinary
      ? { reading: plain, allBytes: bytes }
      : await chooseReading(plain, start, source, found)
    const isAnsi = !isBinary && encoding === 'utf-8' && !isUtf8Head(head)
    const rest = remainingSource(found, source, head, maxKeptBytes)
    const base = {
      found,
      encoding,
      bomBytes: bom,
      crLineEnds: hasCrLineEnds(bytes),
      ...defined({ alreadyRead: rest && { bytes: allBytes, source: rest } }),
      ...defined({ isAnsi: isAnsi ? (true as const) : undefined }),
    }
    if (!reading) {
      const reason = found.damage ?? damage
      if (reason !== undefined) return { ...base, status: 'unreadable', problem: reason }
      const name = problem ?? nameDocument(bytes, head.fileName)
      return { ...base, status: 'not-recognised', ...defined({ problem: name }) }
    }
    return { ...base, ...(isBinary ? unknown : {}), ...reading, status: 'read' }
  } catch (error) {
    return { ...unknown, status: 'unreadable', problem: describeReadError(error) }
  } finally {
    if (found.kind !== 'stream') source?.close()
  }
}

/** The beginning of an input, decoded. */
interface DecodedStart {
  readonly head: InputHead
  /** Whether the text may have a known format. */
  readonly mayBeKnown: () => boolean
  readonly bom: number
  readonly toText: ToText
}

/** Asks the parsers about an input as it is. Returns undefined for an unknown format. */
async function readPlain(
  start: DecodedStart,
  source: ByteSource,
  found: FoundInput,
): Promise<Reading | undefined> {
  const plain = askParsers(start.head, start.mayBeKnown)
  if (!plain) return undefined
  const { parser, recognition } = plain
  const byTail = await recogniseByTail(plain, start, source, found)
  return { parser, recognition: byTail ?? recognition }
}

interface AskedReading {
  readonly parser: Parser
  readonly recognition: Recognition
}

function askParsers(
  head: InputHead,
  mayBeKnown = once(() => mayHaveKnownFormat(head.text)),
): AskedReading | undefined {
  for (const parser of parsers) {
    if (!parser.isBinary && !mayBeKnown()) return undefined
    const recognition = parser.recognise(head)
    if (recognition) return { parser, recognition }
  }
  return undefined
}

/** Returns a function that computes a value when it is called first, and keeps it. */
function once<T>(compute: () => T): () => T {
  let kept: { readonly value: T } | undefined
  return () => {
    kept ??= { value: compute() }
    return kept.value
  }
}

interface TextStart extends DecodedStart {
  readonly bytes: Uint8Array
  readonly decode: DecodeText
}

interface ChosenReading {
  readonly reading: Reading | undefined
  /** The bytes of the input that were read so far. */
  readonly allBytes: Uint8Array
  /** Description of an input that is known but not read. */
  readonly problem?: string
}

/** Reads the text of a document. Its bytes as they are would show a part of it at best. */
async function chooseDocument(
  kind: DocumentKind,
  { bytes, bom, head, toText }: TextStart,
  source: ByteSource,
  found: FoundInput,
): Promise<ChosenReading> {
  const whole = await readWhole(source, found, bytes)
  const allBytes = whole ?? bytes
  const failed = (problem: string): ChosenReading => ({ reading: undefined, allBytes, problem })
  if (whole === undefined || whole.length > MAX_CONVERTED_BYTES)
    return failed(`a document larger than ${MAX_CONVERTED_BYTES >> 20} MiB: save it as plain text`)
  try {
    const document = await readDocument(kind, whole.subarray(bom), toText)
    if (!document) return failed(UNKNOWN_DOCUMENT)
    const { converted, title } = document
    const reading = askParsers(headOfText(converted.bytes, head.fileName))
    if (!reading || reading.parser.isBinary)
      return failed(`${title}: its text has no known format. Save it as plain text, and compare`)
    return { reading: { ...reading, converted }, allBytes }
  } catch (error) {
    return failed(`a document that cannot be read: ${describeReadError(error)}`)
  }
}

/**
 * Chooses between an input as it is and its text with what carried it undone. Of a large input the
 * beginning decides whether all of it is converted.
 */
async function chooseReading(
  plain: Reading | undefined,
  start: TextStart,
  source: ByteSource,
  found: FoundInput,
): Promise<ChosenReading> {
  const { bytes, head, mayBeKnown } = start
  const asItIs = { reading: plain, allBytes: bytes }
  const document = detectDocument(bytes, head.text)
  if (document) return chooseDocument(document, start, source, found)
  if (!mayBeKnown() || !seemsConvertible(bytes, head.text, head.isWhole)) return asItIs
  const first = convertReading(lastLineEnd(bytes, head.isWhole), plain, start)
  if (!first || head.isWhole) return { ...asItIs, reading: first ?? plain }
  const whole = await readWhole(source, found, bytes).catch(() => undefined)
  if (whole === undefined) return asItIs
  if (whole.length > MAX_CONVERTED_BYTES) return { ...asItIs, allBytes: whole }
  return { reading: convertReading(whole, undefined, start) ?? plain, allBytes: whole }
}

/** Returns undefined where the text as it is says as much. */
function convertReading(
  bytes: Uint8Array,
  plain: Reading | undefined,
  { bom, head, decode, toText }: TextStart,
): Reading | undefined {
  const content = bytes.subarray(bom)
  const text = joinEncodings(content, decode, () => (head.isWhole ? head.text : toText(content)))
  const ask = (converted: ConvertedText) => {
    const reading = askParsers(headOfText(converted.bytes, head.fileName))
    return reading && !reading.parser.isBinary ? { ...reading, converted } : undefined
  }
  const all = convertText(text)
  let reading = all && ask(all)
  if (all?.hasOutside && !reading) {
    const block = convertText(text, true)
    reading = block && ask(block)
  }
  if (!reading) return undefined
  const plainBytes = Buffer.from(head.text)
  const before =
    plain?.parser && plain.recognition
      ? { parser: plain.parser, recognition: plain.recognition, bytes: plainBytes }
      : undefined
  const candidate = { ...reading, ...reading.converted }
  return isBetterConverted(candidate, before, decode) ? reading : undefined
}

function headOfText(text: Uint8Array, fileName: string): InputHead {
  const bytes = text.subarray(0, HEAD_BYTES)
  const isWhole = text.length <= HEAD_BYTES
  return {
    bytes,
    text: Buffer.from(bytes).toString('utf8'),
    isWhole,
    fileName,
    tail: isWhole ? '' : Buffer.from(text.subarray(-TAIL_BYTES)).toString('utf8'),
  }
}

/** Removes a last line that may be cut. */
const lastLineEnd = (bytes: Uint8Array, isWhole: boolean): Uint8Array =>
  isWhole ? bytes : bytes.subarray(0, bytes.lastIndexOf(LF) + 1)

/**
 * Reads an input whose beginning was read to its end. Returns undefined for one that is too large;
 * of a stream, which cannot be read twice, returns what was read of it.
 */
async function readWhole(
  source: ByteSource,
  found: FoundInput,
  head: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (found.content) return found.content
  if (found.kind !== 'stream' && found.bytes > MAX_CONVERTED_BYTES) return undefined
  const chunks = [head]
  let length = head.length
  while (length <= MAX_CONVERTED_BYTES) {
    const chunk = new Uint8Array(HEAD_BYTES)
    const count = await source.read(chunk, 0, chunk.length)
    if (count === 0) break
    chunks.push(chunk.subarray(0, count))
    length += count
  }
  return Buffer.concat(chunks)
}

/** Whether the bytes at the beginning are UTF-8. The last character may be cut. */
const isUtf8Head = ({ bytes, isWhole }: InputHead): boolean =>
  isUtf8(bytes) || (!isWhole && [1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, -cut))))

/**
 * Returns the source of what follows the head, if the input is to be read on from there. Returns
 * undefined for an input that is opened again.
 */
function remainingSource(
  found: FoundInput,
  source: ByteSource,
  { isWhole, bytes }: InputHead,
  maxKeptBytes: number,
): ByteSource | undefined {
  if (found.kind === 'stream') return source
  return isWhole && bytes.length <= maxKeptBytes ? emptySource : undefined
}

/**
 * Reads the beginning of an input. A damaged entry of an archive has less than all of it; reading it
 * later reports that.
 */
async function readHead(
  source: ByteSource,
  { kind, bytes, content }: FoundInput,
): Promise<{ readonly bytes: Uint8Array; readonly damage?: string }> {
  if (content) return { bytes: content.subarray(0, HEAD_BYTES) }
  // One byte more than the size of a small file shows whether it has grown.
  // A buffer, because it finds a byte several times as fast as a plain array.
  const head = Buffer.allocUnsafeSlow(
    kind !== 'stream' ? Math.min(HEAD_BYTES, bytes + 1) : HEAD_BYTES,
  )
  let length = 0
  try {
    while (length < head.length) {
      const count = await source.read(head, length, head.length - length)
      if (count === 0) break
      length += count
    }
  } catch (error) {
    if (length === 0 || !(error instanceof DamagedEntryError)) throw error
    return { bytes: head.subarray(0, length), damage: describeReadError(error) }
  }
  return { bytes: head.subarray(0, length) }
}

/** Length of the tail. It begins an even number of bytes after the BOM: no UTF-16 unit is cut. */
const tailLength = ({ bytes }: FoundInput, bom: number): number => TAIL_BYTES - ((bytes - bom) % 2)

/** Removes a last character of UTF-8 that may be cut: the text would seem not to be UTF-8. */
function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  let end = bytes.length
  while (end > bytes.length - 3 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end -= 1
  return ((bytes[end - 1] ?? 0) & 0xc0) === 0xc0 ? bytes.subarray(0, end - 1) : bytes
}

type ToText = (bytes: Uint8Array) => string

const createToText =
  (encoding: Encoding, decode: DecodeText): ToText =>
  (bytes) =>
    toLfLineEnds(
      encoding === 'utf-8' ? decode(bytes, 0, bytes.length) : decodeUtf16(encoding, bytes),
    )

const isWholeHead = (bytes: Uint8Array, found: FoundInput): boolean =>
  bytes.length < HEAD_BYTES && (found.kind === 'stream' || bytes.length <= found.bytes)

function createHead(
  found: FoundInput,
  source: ByteSource,
  {
    bytes,
    bom,
    isWhole,
  }: { readonly bytes: Uint8Array; readonly bom: number; readonly isWhole: boolean },
  toText: ToText,
): InputHead {
  const tailBytes = isWhole ? new Uint8Array(0) : source.tail(tailLength(found, bom))
  return {
    bytes,
    text: toText(isWhole ? bytes.subarray(bom) : withoutCutCharacter(bytes.subarray(bom))),
    isWhole,
    fileName: basename(found.path),
    tail: toText(tailBytes),
  }
}

/**
 * Recognizes the input once more with its end, where that means unpacking all before it. Returns
 * undefined unless the beginning left the order of day and month open.
 */
async function recogniseByTail(
  { parser, recognition: { ambiguousDates } }: AskedReading,
  { head, bom, toText }: DecodedStart,
  source: ByteSource,
  found: FoundInput,
): Promise<Recognition | undefined> {
  const hasTail = head.isWhole || head.tail !== ''
  if (ambiguousDates === undefined || hasTail || !source.readTail) return undefined
  const tail = await source.readTail(tailLength(found, bom))
  return parser.recognise({ ...head, tail: toText(tail) })
}
