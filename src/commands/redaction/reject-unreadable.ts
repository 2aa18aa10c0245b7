import { lstatSync, type Stats, statSync } from 'node:fs'
import { describeLinkError, linkTarget, skipReason } from '../../inputs/folders/skipped-entry.ts'
import { UsageError } from '../../model/usage-error.ts'

/** Throws a UsageError for what `redact` does not read: devices, sockets, and links unless followed. */
export function rejectUnreadable(path: string, followLinks: boolean): void {
  const link = lstatSync(path, { throwIfNoEntry: false })
  // What does not exist is reported with all other paths.
  if (link === undefined) return
  const stats = link.isSymbolicLink() ? statTarget(path) : link
  // A shell passes the output of a program as a link to a pipe.
  if (stats.isFIFO()) return
  if (!stats.isFile() && !stats.isDirectory())
    throw new UsageError(`${path} is ${skipReason(stats, path, '')}. Pass a file or a folder.`)
  if (link.isSymbolicLink() && !followLinks)
    throw new UsageError(
      `${path} is a link to ${linkTarget(path)}, which is not followed. ` +
        'Pass its target, or --follow-links.',
    )
}

function statTarget(link: string): Stats {
  try {
    return statSync(link)
  } catch (error) {
    throw new UsageError(`${link} is ${describeLinkError(error, link)}. Pass a file or a folder.`)
  }
}
