import type { CmdletOutput } from '../model/observation.ts'
import { sipAddress } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'

/** Where a property of a printed object stands, by its name in lower case. */
export function propertySource({ source, lines }: CmdletOutput, property: string): SourceRef {
  const line = lines?.get(property)
  return line === undefined ? source : { ...source, line }
}

/**
 * The user that `Get-CsUser` printed, `user@domain` in lower case: `sip:kim@contoso.example` or
 * without the scheme.
 */
export function printedUser({ properties, user }: CmdletOutput): string | undefined {
  const text = properties.get('sipaddress')?.trim() ?? ''
  return sipAddress(/^sips?:/i.test(text) ? text : `sip:${text}`) ?? user
}
