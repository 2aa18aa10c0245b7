export interface TarEntry {
  readonly name: string
  readonly content?: Uint8Array | string
  readonly type?: string
  /** Seconds since the epoch. */
  readonly mtime?: number
  /** Records of a pax header before it. */
  readonly pax?: Readonly<Record<string, string>>
  /** Values of the header that differ from the truth. */
  readonly declares?: { readonly bytes?: number; readonly sum?: number }
}

const BLOCK = 512

export function createTar(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ pax, ...entry }) => [
    ...(pax ? blocksOf({ name: 'PaxHeader', type: 'x', content: paxText(pax) }) : []),
    ...blocksOf(entry),
  ])
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)])
}

function blocksOf({
  name,
  content = '',
  type = '0',
  mtime = 0,
  declares = {},
}: TarEntry): Buffer[] {
  const bytes = Buffer.from(content as Uint8Array)
  const header = Buffer.alloc(BLOCK)
  header.write(name.slice(0, 100), 0, 'utf8')
  header.write('0000644\0', 100)
  header.write(octal(declares.bytes ?? bytes.length), 124)
  header.write(octal(mtime), 136)
  header.write(type, 156)
  header.write('ustar\x0000', 257, 'latin1')
  header.fill(0x20, 148, 156)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${(declares.sum ?? sum).toString(8).padStart(6, '0')}\0 `, 148)
  return [header, bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]
}

const octal = (number: number): string => `${number.toString(8).padStart(11, '0')}\0`

/** Formats records such as `27 path=…\n`. The number counts the whole record, itself included. */
function paxText(records: Readonly<Record<string, string>>): string {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`
    const length = (digits: number): number => digits + Buffer.byteLength(rest)
    const digits = String(length(String(length(1)).length)).length
    return `${length(digits)}${rest}`
  })
  return lines.join('')
}
