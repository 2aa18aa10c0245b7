import { basename } from 'node:path'
import type { LocalPath } from '../inputs/folders/local-path.ts'
import { decodeEscaped, escapeCode } from '../model/text/escape-bytes.ts'

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
