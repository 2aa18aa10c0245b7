import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { UnreadItem } from '../../model/collection/collection-manifest.ts'
import { formatCount } from '../../model/duration.ts'
import { OFFICE_VERSIONS } from '../find-client-folders.ts'
import { describeReadError } from '../read-error.ts'

/** The folders of the client in the profiles of other users. */
export interface OtherProfiles {
  readonly folders: readonly string[]
  /** Profiles that may have one, and why that is not known. */
  readonly unread: readonly UnreadItem[]
}

/**
 * A machine with more profiles is a server of many users.
 * Limit: profiles of a machine that `doctor` looks at.
 * Beyond: the others are listed as not read.
 */
const MAX_PROFILES = 500
/** Profiles of Windows itself. */
const SYSTEM_PROFILES = /^(?:public|default|default user|all users|defaultapppool)$/i

/**
 * Finds the folders of the client in the other profiles of a Windows machine. Without administrator
 * rights, they mostly cannot be read.
 */
export function findOtherProfiles({ USERPROFILE: own }: NodeJS.ProcessEnv): OtherProfiles {
  if (!own) return { folders: [], unread: [] }
  const users = dirname(own)
  const folders: string[] = []
  const unread: UnreadItem[] = []
  const profiles = listProfiles(users).filter(
    (name) => !SYSTEM_PROFILES.test(name) && name.toLowerCase() !== basename(own).toLowerCase(),
  )
  for (const name of profiles.slice(0, MAX_PROFILES)) {
    const profile = join(users, name)
    try {
      for (const version of OFFICE_VERSIONS) {
        const folder = join(profile, 'AppData', 'Local', 'Microsoft', 'Office', version, 'Lync')
        if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) folders.push(folder)
      }
    } catch (error) {
      unread.push({ path: profile, reason: describeReadError(error) })
    }
  }
  const rest = profiles.length - MAX_PROFILES
  if (rest > 0)
    unread.push({
      path: users,
      reason: `${formatCount(rest, 'more profile')}: only ${MAX_PROFILES} are looked at`,
    })
  return { folders, unread }
}

function listProfiles(users: string): string[] {
  try {
    return readdirSync(users, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort()
  } catch {
    return [] // the own profile is in LOCALAPPDATA; others are a help at most
  }
}
