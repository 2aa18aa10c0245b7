import { trimTrailing } from '../../model/text/trim-trailing.ts'

interface RegistryValue {
  /** Empty for a key's default value. */
  readonly name: string
  /** A multi-string is joined with line feeds. Binary data stay as their hex digits. */
  readonly value: string | number
}

/** "EnableTracing"=dword:00000001 */
const NAME = /^(?:@|"((?:[^"\\]|\\.){0,1000})")\s{0,4}=\s{0,4}/
const [EXPAND_STRING, DWORD_BIG_ENDIAN, MULTI_STRING, QWORD] = ['2', '5', '7', 'b']

/**
 * Parses one value of a registry export whose continuation lines are already joined. Undefined when
 * the file deletes the value.
 */
export function parseRegistryValue(
  text: string,
  ansi: boolean,
): RegistryValue | 'damaged' | undefined {
  const match = NAME.exec(text)
  if (!match) return 'damaged'
  const name = unescapeText(match[1] ?? '')
  const data = text.slice(match[0].length).trim()
  if (data === '-') return undefined
  const value = data.startsWith('"')
    ? parseQuoted(data)
    : (parseDword(data) ?? parseHex(data, ansi))
  return value === undefined ? 'damaged' : { name, value }
}

function parseQuoted(data: string): string | undefined {
  return data.length > 1 && data.endsWith('"') ? unescapeText(data.slice(1, -1)) : undefined
}

/** Only backslash and quote are escaped. */
const unescapeText = (text: string): string => text.replace(/\\([\\"])/g, '$1')

/** dword:0000000a */
const parseDword = (data: string): number | undefined =>
  /^dword:[0-9a-f]{1,8}$/i.test(data) ? Number.parseInt(data.slice('dword:'.length), 16) : undefined

/** hex(2):25,00,41,00,00,00 */
function parseHex(data: string, ansi: boolean): string | number | undefined {
  const match = /^hex(?:\(([0-9a-f]{1,8})\))?:([0-9a-f,\s]*)$/i.exec(data)
  if (!match) return undefined
  const digits = (match[2] ?? '').replace(/\s+/g, '')
  const bytes = digits.split(',').filter((byte) => byte !== '')
  if (bytes.some((byte) => byte.length !== 2)) return undefined
  const numbers = bytes.map((byte) => Number.parseInt(byte, 16))
  switch (match[1]?.toLowerCase()) {
    case '1':
    case EXPAND_STRING:
      return trimTrailing(decodeText(numbers, ansi), '\0')
    case MULTI_STRING:
      return trimTrailing(decodeText(numbers, ansi), '\0').replaceAll('\0', '\n')
    case '4':
      return toUnsigned(numbers.toReversed())
    case DWORD_BIG_ENDIAN:
      return toUnsigned(numbers)
    case QWORD:
      return toUnsigned(numbers.toReversed())
    default:
      return digits
  }
}

/** Decodes a string: version 5.00 uses UTF-16LE, REGEDIT4 the code page of the machine. */
function decodeText(numbers: readonly number[], ansi: boolean): string {
  return new TextDecoder(ansi ? 'windows-1252' : 'utf-16le').decode(new Uint8Array(numbers))
}

const toUnsigned = (numbers: readonly number[]): number =>
  numbers.reduce((value, byte) => value * 256 + byte, 0)
