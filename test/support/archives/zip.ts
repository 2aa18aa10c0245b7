import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipEntry {
  readonly name: string | Uint8Array
  readonly content?: Uint8Array | string
  readonly stored?: true
  readonly utf8?: true
  /** DOS date and time, as the halves of one number. */
  readonly dos?: readonly [date: number, time: number]
  /** All extra fields of the directory header. */
  readonly extra?: Uint8Array
  /** The file mode of Unix: the upper half of the external attributes. */
  readonly mode?: number
  /** Values of the headers that differ from the truth. */
  readonly declares?: {
    readonly bytes?: number
    readonly crc?: number
    readonly method?: number
    readonly flags?: number
    readonly at?: number
  }
  /** Replaces the compressed content. */
  readonly packed?: Uint8Array
  /** Writes sizes and offset into a Zip64 field. */
  readonly zip64?: true
}

const numbers = (...fields: readonly (readonly [bytes: number, value: number])[]): Buffer => {
  const bytes = Buffer.alloc(fields.reduce((sum, [length]) => sum + length, 0))
  let at = 0
  for (const [length, value] of fields) {
    if (length === 8) bytes.writeBigUInt64LE(BigInt(value), at)
    else bytes.writeUIntLE(value, at, length)
    at += length
  }
  return bytes
}

/** Shared by all empty entries, of which some archives have very many. */
const DEFLATED_NOTHING = deflateRawSync(new Uint8Array(0))
const deflate = (bytes: Uint8Array): Buffer =>
  bytes.length === 0 ? DEFLATED_NOTHING : deflateRawSync(bytes)

export const extraField = (
  id: number,
  ...fields: readonly (readonly [bytes: number, value: number])[]
): Buffer => {
  const data = numbers(...fields)
  return Buffer.concat([numbers([2, id], [2, data.length]), data])
}

/** Creates a zip. Everything in it can be made wrong. */
export function createZip(
  entries: readonly ZipEntry[],
  options: { readonly zip64?: true } = {},
): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const { local, central } = headersOf(entry, at)
    parts.push(local)
    directory.push(central)
    at += local.length
  }
  const list = Buffer.concat(directory)
  const many = options.zip64 || entries.length >= 0xffff
  const count = many ? 0xffff : entries.length
  const end = numbers(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, list.length],
    [4, many ? 0xffffffff : at],
    [2, 0],
  )
  const end64 = many
    ? Buffer.concat([
        numbers(
          [4, 0x06064b50],
          [8, 44],
          [2, 45],
          [2, 45],
          [4, 0],
          [4, 0],
          [8, entries.length],
          [8, entries.length],
          [8, list.length],
          [8, at],
        ),
        numbers([4, 0x07064b50], [4, 0], [8, at + list.length], [4, 1]),
      ])
    : Buffer.alloc(0)
  return Buffer.concat([...parts, list, end64, end])
}

function headersOf(
  entry: ZipEntry,
  at: number,
): { readonly local: Buffer; readonly central: Buffer } {
  const {
    name,
    content = '',
    stored,
    utf8,
    dos = [0x4934, 0x3f00],
    extra = Buffer.alloc(0),
    mode,
    declares: says = {},
    zip64,
  } = entry
  const bytes = Buffer.from(content as Uint8Array)
  const packed = entry.packed ?? (stored ? bytes : deflate(bytes))
  const size = says.bytes ?? bytes.length
  const place = says.at ?? at
  const encoded =
    typeof name === 'string' ? Buffer.from(name, utf8 ? 'utf8' : 'latin1') : Buffer.from(name)
  const large = zip64 ? extraField(1, [8, size], [8, packed.length], [8, place]) : Buffer.alloc(0)
  const common = [
    [2, 20],
    [2, (says.flags ?? 0) | (utf8 ? 0x800 : 0)],
    [2, says.method ?? (stored ? 0 : 8)],
    [2, dos[1]],
    [2, dos[0]],
    [4, says.crc ?? crc32(bytes)],
    [4, zip64 ? 0xffffffff : packed.length],
    [4, zip64 ? 0xffffffff : size],
    [2, encoded.length],
  ] as const
  const fields = Buffer.concat([large, extra])
  const local = [numbers([4, 0x04034b50], ...common, [2, 0]), encoded, packed]
  const made = mode === undefined ? 0 : 3 << 8
  const central = [
    numbers([4, 0x02014b50], [2, made | 20], ...common, [2, fields.length], [2, 0], [2, 0], [2, 0]),
    numbers([4, mode === undefined ? 0 : (mode * 0x10000) >>> 0], [4, zip64 ? 0xffffffff : place]),
    encoded,
    fields,
  ]
  return { local: Buffer.concat(local), central: Buffer.concat(central) }
}
