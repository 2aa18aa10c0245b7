import type { CmdletOutput } from '../model/observation.ts'
import { parseSipAddress } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'

/** Where a property of a printed object stands, by its name in lower case. */
export function sourceOfProperty({ source, lines }: CmdletOutput, property: string): SourceRef {
  const line = lines?.get(property)
  return line === undefined ? source : { ...source, line }
}

/**
 * The user that `Get-CsUser` printed, `user@domain` in lower case: `sip:kim@contoso.example` or
 * without the scheme.
 */
export function findPrintedUser({ properties, user }: CmdletOutput): string | undefined {
  const text = properties.get('sipaddress')?.trim() ?? ''
  return parseSipAddress(/^sips?:/i.test(text) ? text : `sip:${text}`) ?? user
}
