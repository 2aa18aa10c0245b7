import { type Dirent, readlinkSync, type Stats } from 'node:fs'
import { truncateText } from '../../model/text/printable.ts'
import { describeReadError } from '../read-error.ts'
import type { LocalPath } from './local-path.ts'

/**
 * A target may be 4,096 bytes long.
 * Limit: shown characters of the target of a link.
 * Beyond: the target is cut.
 */
const MAX_TARGET_CHARS = 300

/** How to read the target of a link that is not followed. */
export const LINK_ADVICE = 'pass its target, or --follow-links'

/** What tells the kinds of entries of a folder apart. */
type EntryKind = Pick<
  Stats | Dirent,
  'isBlockDevice' | 'isCharacterDevice' | 'isFIFO' | 'isSocket' | 'isSymbolicLink'
>

/**
 * Returns why an entry of a folder that is neither a file nor a folder is not read. This is
 * reported, because the log that the user looks for may be the target of a link. `advice` says how
 * to follow a link.
 */
export function skipReason(entry: EntryKind, location: LocalPath, advice: string): string {
  if (entry.isSymbolicLink())
    return `a link to ${linkTarget(location)}, which is not followed: ${advice}`
  if (entry.isFIFO()) return 'a pipe, which is not read: pass it alone'
  if (entry.isSocket()) return 'a socket, which is not read'
  if (entry.isBlockDevice() || entry.isCharacterDevice()) return 'a device, which is not read'
  return 'neither a file nor a folder'
}

/** Why a link cannot be followed. */
export function describeLinkError(error: unknown, location: LocalPath): string {
  const { code } = error as NodeJS.ErrnoException
  const target = linkTarget(location)
  if (code === 'ENOENT' || code === 'ENOTDIR') return `a link to ${target}, which does not exist`
  if (code === 'ELOOP') return `a link to ${target}, which leads around in a circle`
  return `a link to ${target}: ${describeReadError(error)}`
}

/** Why a link is not followed to a file or folder that has another path in the case. */
export const describeReadLink = (location: LocalPath): string =>
  `a link to ${linkTarget(location)}, which is read already`

/** Where a link points, as it states it. */
export function linkTarget(location: LocalPath): string {
  try {
    return truncateText(readlinkSync(location), MAX_TARGET_CHARS)
  } catch {
    return 'an unknown place'
  }
}
