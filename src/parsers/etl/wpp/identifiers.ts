/** `{00000000-0000-0000-0000-000000000000}` without its braces, in lower case, of 16 bytes as Windows lays them out. */
export function guidText(bytes: Buffer, at: number): string {
  const hex = (from: number, to: number) => bytes.toString('hex', at + from, at + to)
  const little = (from: number, size: number) =>
    bytes
      .readUIntLE(at + from, size)
      .toString(16)
      .padStart(2 * size, '0')
  return `${little(0, 4)}-${little(4, 2)}-${little(6, 2)}-${hex(8, 10)}-${hex(10, 16)}`
}

/** Bytes of the security identifier that stands there, -1 when none does. */
export function sidLength(bytes: Buffer, at: number, to: number): number {
  if (at + 8 > to || bytes[at] !== 1) return -1
  const length = 8 + 4 * (bytes[at + 1] ?? 0)
  return at + length <= to ? length : -1
}

/** S-1-5-18 */
export function sidText(bytes: Buffer, at: number): string {
  const parts = Array.from({ length: bytes[at + 1] ?? 0 }, (_, index) => bytes.readUInt32LE(at + 8 + 4 * index))
  return ['S', bytes[at], bytes.readUIntBE(at + 2, 6), ...parts].join('-')
}

export const ipv4Text = (bytes: Buffer, at: number): string => Array.from(bytes.subarray(at, at + 4)).join('.')

/** RFC 5952: lower case, the longest run of zero groups left out. */
export function ipv6Text(bytes: Buffer, at: number): string {
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(at + 2 * index).toString(16)).join(':')
  const zeros = [...groups.matchAll(/(?:^|(?<=:))0(?::0)+(?=:|$)/g)]
  const longest = zeros.reduce((best, [run]) => (run.length > best.length ? run : best), '')
  if (longest === '') return groups
  const from = zeros.find(([run]) => run === longest)?.index ?? 0
  return `${groups.slice(0, from).replace(/:$/, '')}::${groups.slice(from + longest.length).replace(/^:/, '')}`
}

/** 00-15-5D-01-02-03 */
export const macText = (bytes: Buffer, at: number): string =>
  bytes
    .toString('hex', at, at + 6)
    .toUpperCase()
    .replace(/..(?=.)/g, '$&-')
