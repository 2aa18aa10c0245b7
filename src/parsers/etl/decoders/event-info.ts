import type { EtlEvent } from '../etl-event.ts'
import { compileMessage } from './manifest/manifest-message.ts'
import type { ManifestEvent, ValueMaps } from './manifest/manifest-model.ts'
import { compileTemplate, type Extent, type TemplateItem } from './manifest/template.ts'
import type { ValueMap } from './manifest/value-map.ts'
import { guidAt } from './scalars.ts'
import { stripPrefix } from './strip-prefix.ts'

const HEADER_BYTES = 112
const PROPERTY_BYTES = 24
const MAP_HEADER_BYTES = 32
/** Bits of PROPERTY_FLAGS. */
const [STRUCT, PARAM_LENGTH, PARAM_COUNT, FIXED_COUNT] = [1, 2, 4, 0x20]
const BIT_MAP = 2
const INFORMATION = 0
/**
 * Manifests allow one level of structures.
 * Limit: structures inside structures of a schema in a trace.
 * Beyond: the schema is not used.
 */
const MAX_DEPTH = 2
/**
 * More fields than any event has. In damaged schemas the member ranges of structures may overlap.
 * Limit: fields of a schema, and names of a map, in a trace.
 * Beyond: the schema or map is not used.
 */
const MAX_ITEMS = 4096
/**
 * In a damaged schema, many offsets may point to the same long text.
 * Limit: characters of a name in a schema of a trace.
 * Beyond: the name is cut.
 */
const MAX_NAME_CHARS = 256
/**
 * A damaged schema may point to any text.
 * Limit: characters of a message in a schema of a trace.
 * Beyond: the message is not used; the values of its events are listed.
 */
const MAX_TEXT_CHARS = 16_384

export interface EventInfo {
  readonly provider: string
  readonly providerName: string
  readonly event: ManifestEvent
}

/**
 * Reads a TRACE_EVENT_INFO, the schema of one event that merging added to the trace. Returns
 * undefined when it is damaged or does not come from a manifest.
 */
export function readEventInfo(
  event: EtlEvent,
  mapsOf: (provider: string) => ValueMaps,
): EventInfo | undefined {
  const { bytes, from, to } = event
  const size = to - from
  if (size < HEADER_BYTES) return undefined
  const blob = new BlobReader(bytes, from, to)
  const [manifest, properties, top] = [blob.u32(48), blob.u32(100), blob.u32(104)]
  if (manifest !== 0 || properties > (size - HEADER_BYTES) / PROPERTY_BYTES || top > properties)
    return undefined
  const provider = guidAt(bytes, from)
  const items = new ItemReader(blob, properties).read(0, top, 0)
  const layout = items && compileTemplate(items, mapsOf(provider))
  if (layout === undefined) return undefined
  const [task, opcode, message] = [
    stripPrefix(blob.text(68)),
    stripPrefix(blob.text(72)),
    blob.text(76, MAX_TEXT_CHARS + 1),
  ]
  const withOpcode = opcode !== '' && blob.u8(37) !== INFORMATION ? `${task}/${opcode}` : task
  return {
    provider,
    providerName: blob.text(52),
    event: {
      id: blob.u16(32),
      version: blob.u8(34),
      name: task === '' ? undefined : withOpcode,
      layout,
      message:
        message === '' || message.length > MAX_TEXT_CHARS ? undefined : compileMessage(message),
    },
  }
}

/**
 * Reads an EVENT_MAP_INFO, which follows the GUID of its provider. Returns undefined when it is
 * damaged.
 */
export function readEventMap({
  bytes,
  from,
  to,
}: EtlEvent): { provider: string; name: string; map: ValueMap } | undefined {
  if (to - from < MAP_HEADER_BYTES) return undefined
  const blob = new BlobReader(bytes, from + 16, to)
  const [flag, entries] = [blob.u32(4), blob.u32(8)]
  if (entries > Math.min(MAX_ITEMS, (to - from - MAP_HEADER_BYTES) / 8)) return undefined
  const names = new Map<number, string>()
  for (let index = 0; index < entries; index += 1)
    names.set(blob.u32(20 + index * 8), blob.text(16 + index * 8))
  return {
    provider: guidAt(bytes, from),
    name: blob.text(0),
    map: { bits: (flag & BIT_MAP) !== 0, names },
  }
}

class ItemReader {
  private itemCount = 0
  private readonly blob: BlobReader
  private readonly properties: number

  constructor(blob: BlobReader, properties: number) {
    this.blob = blob
    this.properties = properties
  }

  read(from: number, to: number, depth: number): readonly TemplateItem[] | undefined {
    if (to > this.properties || depth > MAX_DEPTH) return undefined
    const items: TemplateItem[] = []
    for (let index = from; index < to; index += 1) {
      this.itemCount += 1
      const item = this.itemCount > MAX_ITEMS ? undefined : this.item(index, depth)
      if (item === undefined) return undefined
      items.push(item)
    }
    return items
  }

  private item(index: number, depth: number): TemplateItem | undefined {
    const { blob } = this
    const at = HEADER_BYTES + index * PROPERTY_BYTES
    const [flags, first, second] = [blob.u32(at), blob.u16(at + 8), blob.u16(at + 10)]
    const [count, length] = [blob.u16(at + 16), blob.u16(at + 18)]
    const members = (flags & STRUCT) === 0 ? undefined : this.read(first, first + second, depth + 1)
    if ((flags & STRUCT) !== 0 && members === undefined) return undefined
    return {
      name: blob.text(at + 4),
      inType: first,
      outType: second,
      map: members || blob.u32(at + 12) === 0 ? undefined : blob.text(at + 12),
      count: countOf(flags, count),
      length: (flags & PARAM_LENGTH) === 0 ? length : { fieldIndex: length },
      index,
      members,
    }
  }
}

function countOf(flags: number, count: number): Extent | undefined {
  if ((flags & PARAM_COUNT) !== 0) return { fieldIndex: count }
  return count === 1 && (flags & FIXED_COUNT) === 0 ? undefined : count
}

/** Reads numbers and texts by their offsets. Offsets outside the blob give 0 or empty text. */
class BlobReader {
  private readonly bytes: Buffer

  constructor(bytes: Uint8Array, from: number, to: number) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from)
  }

  u8(at: number): number {
    return this.bytes[at] ?? 0
  }

  u16(at: number): number {
    return at + 2 <= this.bytes.length ? this.bytes.readUInt16LE(at) : 0
  }

  u32(at: number): number {
    return at + 4 <= this.bytes.length ? this.bytes.readUInt32LE(at) : 0
  }

  /** Reads the UTF-16 text whose offset is at `at`, without trailing spaces. */
  text(at: number, maxChars = MAX_NAME_CHARS): string {
    const from = this.u32(at)
    if (from === 0) return ''
    let end = from
    const last = Math.min(this.bytes.length, from + maxChars * 2)
    while (end + 1 < last && this.u16(end) !== 0) end += 2
    return this.bytes.toString('utf16le', from, end).trimEnd()
  }
}
