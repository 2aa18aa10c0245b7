import { defined } from '../../model/defined.ts'
import { trimTrailing } from '../../model/text/trim-trailing.ts'

/** A path in a History Spooler folder. */
export interface SpoolPath {
  /** The path up to and including `History Spooler`. */
  readonly folder: string
  /** The path below the folder. Empty for the folder itself. */
  readonly name: string
  /** User of the `sip_user@domain` folder that contains it, in lower case. */
  readonly user?: string
}

/**
 * C:\Users\kim\AppData\Local\Microsoft\Office\16.0\Lync\sip_kim@contoso.example\History
 * Spooler\0001.hist
 */
const SPOOL = /(?<=^|[\\/])History Spooler(?=$|[\\/])/i
/** PowerShell writes Microsoft.PowerShell.Core\FileSystem::C:\… */
const PROVIDER = /^[\w.]{1,60}(?:\\\w{1,60})?::/
/** sip_kim@contoso.example */
const OWNER = /(?:^|[\\/])sip_([^\\/@]{1,255}@[^\\/]{1,255})(?=[\\/])/i

/** Splits a path in a History Spooler folder. Undefined for any other path. */
export function parseSpoolPath(path: string): SpoolPath | undefined {
  const plain = path.trim().replace(PROVIDER, '')
  const match = SPOOL.exec(plain)
  if (!match) return undefined
  const end = match.index + match[0].length
  const user = OWNER.exec(plain.slice(0, match.index))?.[1]?.toLowerCase()
  return {
    folder: plain.slice(0, end),
    name: trimTrailing(plain.slice(end + 1), '\\/'),
    ...defined({ user }),
  }
}
