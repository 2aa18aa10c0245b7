import { basename } from 'node:path'
import { defined } from '../model/defined.ts'
import type { InputHead, Parser, Recognition } from '../model/parser.ts'
import { parsers } from '../parsers/index.ts'
import { detectArchiveKind } from './archives/archive-kind.ts'
import { type ByteSource, emptySource } from './byte-source.ts'
import {
  createUtf16ToUtf8,
  type Encoding,
  hasCrLineEnds,
  sniffEncoding,
  toLfLineEnds,
} from './encoding.ts'
import type { FoundInput } from './find-files.ts'
import { openInputOrStream } from './open-input.ts'

/** Enough to contain the first record, its sign-in and, mostly, a Date header. */
const HEAD_BYTES = 256 * 1024
const TAIL_BYTES = 64 * 1024
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
  /**
   * Bytes that were read already, and the source of the rest: of a stream, which cannot be read
   * twice, and of a small input, which need not be opened twice.
   */
  readonly alreadyRead?: { readonly bytes: Uint8Array; readonly source: ByteSource }
}

export type DecodeText = (bytes: Uint8Array, from: number, to: number) => string

/**
 * Recognizes the format of an input: reads its beginning and its end and asks each parser in turn.
 * An input of at most `maxKeptBytes` bytes stays in memory. Never throws: an error makes the input
 * unreadable.
 */
export async function recognise(
  found: FoundInput,
  decode: DecodeText,
  stdin: NodeJS.ReadableStream,
  maxKeptBytes = 0,
): Promise<RecognisedInput> {
  const unknown = { found, encoding: 'utf-8', bomBytes: 0, crLineEnds: false } as const
  if (found.kind === 'unreadable')
    return { ...unknown, status: 'unreadable', problem: found.problem ?? 'cannot be opened' }
  let source: ByteSource | undefined
  try {
    source = openInputOrStream(found, stdin)
    const bytes = await readHead(source, found)
    if (bytes.length === 0) return { ...unknown, status: 'empty' }
    if (found.kind === 'stream' && detectArchiveKind(bytes))
      return { ...unknown, status: 'unreadable', problem: ARCHIVE_IN_STREAM }
    const { encoding, bom } = sniffEncoding(bytes)
    const toText = createToText(encoding, decode)
    const head = createHead(found, source, bytes, bom, toText)
    const rest = remainingSource(found, source, head, maxKeptBytes)
    const base = {
      found,
      encoding,
      bomBytes: bom,
      crLineEnds: hasCrLineEnds(bytes),
      ...defined({ alreadyRead: rest && { bytes, source: rest } }),
    }
    for (const parser of parsers) {
      const byHead = parser.recognise(head)
      if (!byHead) continue
      const byTail = await recogniseByTail(byHead, parser, head, source, found, bom, toText)
      const recognition = byTail ?? byHead
      // A binary trace has no encoding and no line ends: its bytes are read unchanged.
      return parser.isBinary
        ? { ...base, ...unknown, parser, recognition, status: 'read' }
        : { ...base, parser, recognition, status: 'read' }
    }
    return { ...base, status: 'not-recognised' }
  } catch (error) {
    return { ...unknown, status: 'unreadable', problem: (error as Error).message }
  } finally {
    if (found.kind !== 'stream') source?.close()
  }
}

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

async function readHead(
  source: ByteSource,
  { kind, bytes, content }: FoundInput,
): Promise<Uint8Array> {
  if (content) return content.subarray(0, HEAD_BYTES)
  // One byte more than the size of a small file shows whether it has grown.
  const head = new Uint8Array(kind !== 'stream' ? Math.min(HEAD_BYTES, bytes + 1) : HEAD_BYTES)
  let length = 0
  while (length < head.length) {
    const count = await source.read(head, length, head.length - length)
    if (count === 0) break
    length += count
  }
  return head.subarray(0, length)
}

/** An even number of bytes before the end of the text, so that no UTF-16 unit is cut. */
const tailLength = ({ bytes }: FoundInput, bom: number): number => TAIL_BYTES - ((bytes - bom) % 2)

type ToText = (bytes: Uint8Array) => string

const createToText =
  (encoding: Encoding, decode: DecodeText): ToText =>
  (bytes) => {
    const utf8 = encoding === 'utf-8' ? bytes : createUtf16ToUtf8(encoding)(bytes, true)
    return toLfLineEnds(decode(utf8, 0, utf8.length))
  }

function createHead(
  found: FoundInput,
  source: ByteSource,
  bytes: Uint8Array,
  bom: number,
  toText: ToText,
): InputHead {
  const isWhole =
    bytes.length < HEAD_BYTES && (found.kind === 'stream' || bytes.length <= found.bytes)
  const tailBytes = isWhole ? new Uint8Array(0) : source.tail(tailLength(found, bom))
  return {
    bytes,
    text: toText(bytes.subarray(bom)),
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
  { ambiguousDates }: Recognition,
  parser: Parser,
  head: InputHead,
  source: ByteSource,
  found: FoundInput,
  bom: number,
  toText: ToText,
): Promise<Recognition | undefined> {
  const hasTail = head.isWhole || head.tail !== ''
  if (ambiguousDates === undefined || hasTail || !source.readTail) return undefined
  const tail = await source.readTail(tailLength(found, bom))
  return parser.recognise({ ...head, tail: toText(tail) })
}
