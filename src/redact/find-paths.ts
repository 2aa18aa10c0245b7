import type { NameRegistry } from './name-registry.ts'
import { claimMatches, type TextView } from './replacements.ts'
import { isToken } from './token-kind.ts'
import { trimEnd } from './trim-end.ts'

/**
 * `C:\Users\Kim Akers\AppData`, `C:\\Users\\kim`, `/home/kim`, `/Users/kim`. A name at the end of a
 * path ends at a space.
 */
const HOME_FOLDERS = new RegExp(
  String.raw`(?:(?<![\\/])[\\/]+(?:Users|Documents and Settings|Profiles)` +
    String.raw`|(?<![\w.\\/-])\/+home)` +
    String.raw`[\\/]+(?:([^\\/:*?"<>|\r\n\t,;]{1,64})(?=[\\/])|([^\\/:*?"<>|\s,;)\]}]+))`,
  'dgi',
)
/** `Users/kim/AppData` at the start of a path. */
const HOME_FOLDERS_AT_START =
  /(?<![\p{L}\p{N}_.\\/@%-])Users[\\/]{1,4}([^\\/:*?"<>|\r\n\t,;]{1,64})(?=[\\/])/dgiu
const SHARED_PROFILE =
  /^(?:public|default|default user|all users|shared|%.*%|\$.*|\.+|user|username)$/i

/** `\\server\share`, `\\?\UNC\server\share` */
const UNC = /(?<![\w:\\/])\\\\(?:\?\\UNC\\)?([A-Za-z0-9_][\w.-]*)\\([^\\\s"'<>|,;]+)/dg

/** `//server/share`, `file://server/share` */
const SLASHED_UNC = /(?:(?<![\w:\\/])|(?<=\bfile:))\/\/([A-Za-z0-9_][\w.-]*)\/([^\\/\s"'<>|,;]+)/dgi

/** Finds names of accounts, servers and shares in paths. */
export function findPaths(view: TextView, names: NameRegistry): void {
  const { text } = view
  if (!/[\\/]/.test(text)) return
  const redactProfile = (folder: string) => {
    const name = trimEnd(folder, '.')
    return SHARED_PROFILE.test(name) || isToken(name) || name.includes('@')
      ? undefined
      : names.tokenFor(/\s/.test(name) ? 'name' : 'user', name) + folder.slice(name.length)
  }
  if (/users|home|settings|profiles/i.test(text)) {
    claimMatches(view, HOME_FOLDERS, redactProfile)
    claimMatches(view, HOME_FOLDERS_AT_START, redactProfile)
  }
  if (text.includes('//'))
    claimMatches(view, SLASHED_UNC, (part, { 1: server = '' }) => {
      const redacted = names.redactHost(server)
      if (part === server) return redacted === server ? undefined : redacted
      return redacted === server || part.endsWith('$') || isToken(part)
        ? undefined
        : names.tokenFor('share', part)
    })
  if (text.includes('\\\\'))
    claimMatches(view, UNC, (part, match) => {
      if (part === match[1])
        return /^(?:localhost|tsclient)$/i.test(part) ? undefined : names.redactHost(part)
      return part.endsWith('$') || isToken(part) ? undefined : names.tokenFor('share', part)
    })
}
