import { basename, join } from 'node:path'
import { decodeEscaped, escapeCode } from '../model/text/escape-bytes.ts'

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

/**
 * `50%FF.log` for a name with a byte that is not UTF-8. Half a character is escaped too, and what
 * would be a part of a path on Windows.
 */
export const toEntryName = (name: LocalPath): string =>
  (typeof name === 'string' ? name : decodeEscaped(name)).replace(
    /[\\/:]|\p{Surrogate}/gu,
    (character) => escapeCode(character.charCodeAt(0)),
  )

/** The name of a folder of the machine, for the bundle: `Office/16.0/Lync`, else its last part. */
export function rootName(location: string): string {
  const [, version, name] = /[\\/](1[56]\.0)[\\/]([^\\/]+)[\\/]*$/.exec(location) ?? []
  if (version !== undefined && name !== undefined) return `Office/${version}/${toEntryName(name)}`
  return toEntryName(basename(location) || 'Lync')
}
