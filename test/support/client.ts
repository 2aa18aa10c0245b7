import type { Observation } from '../../src/model/observation.ts'
import { NOON, sip, source } from './observations.ts'

/** The 200 response to the first REGISTER of a session. */
export const signedIn = (
  at = NOON,
  user = 'kim@contoso.example',
  headers: Record<string, string> = {},
): Observation =>
  sip(
    'SIP/2.0 200 OK',
    {
      from: `<sip:${user}>;tag=1`,
      to: `<sip:${user}>;tag=2`,
      cseq: '2 REGISTER',
      'call-id': `${user}-${at}`,
      ...headers,
    },
    { at, direction: 'received', user },
  )

/** A row of the Configuration Information window. */
export const row = (name: string, value: string, user?: string): Observation => ({
  kind: 'configuration-row',
  name,
  value,
  source: { ...source, path: 'configuration.txt' },
  ...(user === undefined ? {} : { user }),
})

/** A cmdlet that PowerShell did not know. */
export const missing = (name: string): Observation => ({ kind: 'cmdlet-missing', name, source })
