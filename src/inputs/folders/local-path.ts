import { join } from 'node:path'

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
 * A Windows path without the prefix of long paths: `\\?\C:\a` is `C:\a`, and
 * `\\?\UNC\server\share` is `\\server\share`. Other paths are returned as they are.
 */
export const withoutLongPrefix = (path: string): string =>
  path.replace(/^\\\\\?\\(?:(?=[a-z]:\\)|UNC(?=\\))/i, (prefix) =>
    prefix.length > '\\\\?\\'.length ? '\\' : '',
  )
