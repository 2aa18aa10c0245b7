import { basename, join } from 'node:path'

/**
 * A path on this machine. A name on Linux is a sequence of bytes, which need not be UTF-8: such a
 * path is a Buffer. All others are strings.
 */
export type LocalPath = string | Buffer

const SLASH = Buffer.from('/')

/** Returns a name as a string if that says all of it, else its bytes. */
export function toName(bytes: Buffer): LocalPath {
  const text = bytes.toString('utf8')
  return Buffer.from(text).equals(bytes) ? text : bytes
}

export const joinPath = (folder: LocalPath, name: LocalPath): LocalPath =>
  typeof folder === 'string' && typeof name === 'string'
    ? join(folder, name)
    : Buffer.concat([Buffer.from(folder), SLASH, Buffer.from(name)])

/** `50%FF.log` for a name with a byte that is not UTF-8. A backslash and half a character too. */
export function toEntryName(name: LocalPath): string {
  if (typeof name === 'string')
    return name
      .replace(/[\\/]/g, (character) => percent(character.charCodeAt(0)))
      .replace(/\p{Surrogate}/gu, (character) => percent(character.charCodeAt(0)))
  let text = ''
  for (let at = 0; at < name.length; ) {
    const length = characterLength(name, at)
    text += length === 0 ? percent(name[at] ?? 0) : name.toString('utf8', at, at + length)
    at += Math.max(1, length)
  }
  return toEntryName(text)
}

/** The length of the UTF-8 character at a position; 0 if there is none. */
function characterLength(bytes: Buffer, at: number): number {
  for (const length of [1, 2, 3, 4]) {
    if (at + length > bytes.length) return 0
    const part = bytes.subarray(at, at + length)
    const text = part.toString('utf8')
    if (!text.includes('\ufffd') && Buffer.from(text).equals(part)) return length
  }
  return 0
}

const percent = (code: number): string => `%${code.toString(16).toUpperCase().padStart(2, '0')}`

/** The name of a folder of the machine, for the bundle: `Office/16.0/Lync`, else its last part. */
export function rootName(location: string): string {
  const [, version, name] = /[\\/](1[56]\.0)[\\/]([^\\/]+)[\\/]*$/.exec(location) ?? []
  if (version !== undefined && name !== undefined) return `Office/${version}/${toEntryName(name)}`
  return toEntryName(basename(location) || 'Lync')
}
