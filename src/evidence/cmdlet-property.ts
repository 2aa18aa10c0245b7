import type { CmdletOutput } from '../model/observation.ts'
import { parseUserAddress } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'

/** Where a property of a printed object was read. `property` is its name in lower case. */
export function sourceOfProperty({ source, lines }: CmdletOutput, property: string): SourceRef {
  const line = lines?.get(property)
  return line === undefined ? source : { ...source, line }
}

/**
 * The user that `Get-CsUser` printed, as `user@domain` in lower case, with or without the scheme
 * `sip:` in the output. Else the user to whom the path of the file belongs; undefined without both.
 */
export function findPrintedUser({ properties, user }: CmdletOutput): string | undefined {
  return parseUserAddress(properties.get('sipaddress')?.trim() ?? '') ?? user
}
