import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { defined } from '../model/defined.ts'
import type { InputHead, Parser, Recognition } from '../model/parser.ts'
import { parsers } from '../parsers/index.ts'
import { detectArchiveKind } from './archives/archive-kind.ts'
import { type ByteSource, emptySource, streamSource } from './byte-source.ts'
import {
  createUtf16ToUtf8,
  type Encoding,
  hasCrLineEnds,
  sniffEncoding,
  toLfLineEnds,
} from './encoding.ts'
import type { FoundInput } from './find-files.ts'
import { openInput } from './open-input.ts'

/** Long enough to meet the first record, its sign-in and, mostly, a Date header. */
const HEAD_BYTES = 256 * 1024
const TAIL_BYTES = 64 * 1024
const ARCHIVE_IN_STREAM = 'an archive, which cannot be read from a stream: name its file'

/** An input of which it is known what it is, or that it is nothing known. */
export interface RecognisedInput {
  readonly found: FoundInput
  readonly encoding: Encoding
  /** Bytes of the byte order mark, not to be read. */
  readonly bom: number
  /** Lines end in a lone CR. */
  readonly cr: boolean
  readonly parser?: Parser
  readonly recognition?: Recognition
  readonly status: 'read' | 'empty' | 'not-recognised' | 'unreadable'
  readonly problem?: string
  /**
   * What was taken off an input that cannot seek back, or off a small one that need not be opened
   * again.
   */
  readonly alreadyRead?: { readonly bytes: Uint8Array; readonly source: ByteSource }
}

export type DecodeText = (bytes: Uint8Array, from: number, to: number) => string

/**
 * Reads the beginning (and end) of an input and asks each parser in turn whether it is its own. An
 * input of at most `keep` bytes is read once only.
 */
export async function recognise(
  found: FoundInput,
  decode: DecodeText,
  stdin: NodeJS.ReadableStream,
  keep = 0,
): Promise<RecognisedInput> {
  const nothing = { found, encoding: 'utf-8', bom: 0, cr: false } as const
  if (found.kind === 'unreadable')
    return { ...nothing, status: 'unreadable', problem: found.problem ?? 'cannot be opened' }
  let source: ByteSource | undefined
  try {
    source = open(found, stdin)
    const bytes = await readHead(source, found)
    if (bytes.length === 0) return { ...nothing, status: 'empty' }
    if (found.kind === 'stream' && detectArchiveKind(bytes))
      return { ...nothing, status: 'unreadable', problem: ARCHIVE_IN_STREAM }
    const { encoding, bom } = sniffEncoding(bytes)
    const text = textOf(encoding, decode)
    const head = headOf(found, source, bytes, bom, text)
    const cr = hasCrLineEnds(bytes)
    const kept =
      found.kind === 'stream'
        ? source
        : head.isWhole && bytes.length <= keep
          ? emptySource
          : undefined
    const base = {
      found,
      encoding,
      bom,
      cr,
      ...defined({ alreadyRead: kept ? { bytes, source: kept } : undefined }),
    }
    for (const parser of parsers) {
      const first = parser.recognise(head)
      if (!first) continue
      const recognition =
        (await recogniseByEnd(first, parser, head, source, tailLength(found, bom), text)) ?? first
      const asItIs = parser.isBinary ? ({ encoding: 'utf-8', bom: 0, cr: false } as const) : {}
      return { ...base, ...asItIs, parser, recognition, status: 'read' }
    }
    return { ...base, status: 'not-recognised' }
  } catch (error) {
    return { ...nothing, status: 'unreadable', problem: (error as Error).message }
  } finally {
    if (found.kind !== 'stream') source?.close()
  }
}

function open(found: FoundInput, stdin: NodeJS.ReadableStream): ByteSource {
  if (found.kind !== 'stream') return openInput(found)
  return streamSource(found.location === '-' ? stdin : createReadStream(found.location))
}

async function readHead(
  source: ByteSource,
  { kind, bytes, content }: FoundInput,
): Promise<Uint8Array> {
  if (content) return content.subarray(0, HEAD_BYTES)
  // One byte more than a small file has: that nothing comes behind it shows that it is whole.
  const head = new Uint8Array(kind !== 'stream' ? Math.min(HEAD_BYTES, bytes + 1) : HEAD_BYTES)
  let length = 0
  while (length < head.length) {
    const count = await source.read(head, length, head.length - length)
    if (count === 0) break
    length += count
  }
  return head.subarray(0, length)
}

/** UTF-16 has to be cut between two characters. */
const tailLength = ({ bytes }: FoundInput, bom: number): number => TAIL_BYTES - ((bytes - bom) % 2)

type ToText = (part: Uint8Array) => string

const textOf =
  (encoding: Encoding, decode: DecodeText): ToText =>
  (part) => {
    const plain = encoding === 'utf-8' ? part : createUtf16ToUtf8(encoding)(part, true)
    return decode(plain, 0, plain.length)
  }

function headOf(
  found: FoundInput,
  source: ByteSource,
  bytes: Uint8Array,
  bom: number,
  text: ToText,
): InputHead {
  const whole =
    bytes.length < HEAD_BYTES && (found.kind === 'stream' || bytes.length <= found.bytes)
  const tailBytes = whole ? new Uint8Array(0) : source.tail(tailLength(found, bom))
  return {
    bytes,
    text: toLfLineEnds(text(bytes.subarray(bom))),
    isWhole: whole,
    fileName: basename(found.path),
    tail: toLfLineEnds(text(tailBytes)),
  }
}

/**
 * Looks at the end as well, where that takes unpacking all before it: only if the beginning left
 * something open.
 */
async function recogniseByEnd(
  { ambiguousDates }: Recognition,
  parser: Parser,
  head: InputHead,
  source: ByteSource,
  length: number,
  text: ToText,
): Promise<Recognition | undefined> {
  if (ambiguousDates === undefined || head.isWhole || head.tail !== '' || !source.readTail)
    return undefined
  return parser.recognise({ ...head, tail: toLfLineEnds(text(await source.readTail(length))) })
}
