import { lstat, realpath } from 'node:fs/promises'
import { describeLinkError, LINK_ADVICE, skipReason } from '../folders/skipped-entry.ts'

/** What a link leads to: the real path of a file or folder, or why it is not read. */
export type LinkTarget =
  | { readonly kind: 'file' | 'folder'; readonly location: string }
  | { readonly kind: 'problem'; readonly problem: string }

/**
 * Follows the links below watched folders. Each folder is watched at one path only, so links in
 * circles end. A folder that is found in its own place is not watched behind a link too.
 */
export class FollowedLinks {
  private readonly openLocations = new Set<string>()

  /** Never rejects: a link that cannot be followed gives the reason. */
  async resolve(link: string): Promise<LinkTarget> {
    try {
      const location = await realpath(link)
      const stats = await lstat(location)
      if (stats.isFile()) return { kind: 'file', location }
      if (stats.isDirectory()) return { kind: 'folder', location }
      return { kind: 'problem', problem: skipReason(stats, location, LINK_ADVICE) }
    } catch (error) {
      return { kind: 'problem', problem: describeLinkError(error, link) }
    }
  }

  isOpen(location: string): boolean {
    return this.openLocations.has(location)
  }

  open(location: string): void {
    this.openLocations.add(location)
  }

  close(location: string): void {
    this.openLocations.delete(location)
  }
}
