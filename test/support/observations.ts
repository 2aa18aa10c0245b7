import { defined } from '../../src/model/defined.ts'
import type {
  Cmdlet,
  Observation,
  SipObservation,
  SpoolItemObservation,
} from '../../src/model/observation.ts'
import { formatSipHeaders } from '../../src/model/sip-message.ts'
import type { InputSummary } from '../../src/model/tally.ts'

/** Noon of a Tuesday, milliseconds UTC. */
export const NOON = Date.UTC(2016, 5, 14, 12)
export const source = { path: 'case/file.txt', line: 1 }

export const tick = (at = NOON): Observation => ({ kind: 'tick', at, from: '--as-of', source })

export const spoolFolder = (user = 'kim@contoso.example'): Observation => ({
  kind: 'spool-folder',
  folder: `sip_${user}/History Spooler`,
  via: 'folder',
  source,
  user,
})

export const spoolItem = (
  written: number,
  more: Partial<SpoolItemObservation> = {},
): SpoolItemObservation => ({
  kind: 'spool-item',
  folder: 'sip_kim@contoso.example/History Spooler',
  name: `${written}.hist`,
  bytes: 1200,
  written,
  via: 'folder',
  source: { path: `sip_kim@contoso.example/History Spooler/${written}.hist` },
  user: 'kim@contoso.example',
  ...more,
})

export const cmdletOutput = (
  name: Cmdlet,
  properties: Record<string, string>,
  user?: string,
): Observation => ({
  kind: 'cmdlet-output',
  cmdlet: name,
  properties: new Map(
    Object.entries(properties).map(([property, value]) => [property.toLowerCase(), value]),
  ),
  source,
  ...defined({ user }),
})

export const provisioning = (
  property: string,
  value: string,
  at = NOON,
  user = 'kim@contoso.example',
): Observation => ({
  kind: 'provisioning',
  group: 'endpointConfiguration',
  property,
  value,
  at,
  source,
  user,
})

/** A SIP message in the client's own log. Header names must be long and in lower case. */
export function sip(
  startLine: string,
  headers: Record<string, string> = {},
  more: Partial<SipObservation> = {},
): SipObservation {
  const status = /^SIP\/2\.0 (\d{3})/.exec(startLine)?.[1]
  const method = status ? (headers.cseq?.split(' ')[1] ?? '') : (startLine.split(' ')[0] ?? '')
  return {
    kind: 'sip',
    at: NOON,
    direction: 'sent',
    vantage: 'client',
    message: {
      startLine,
      method,
      ...defined({ status: status ? Number(status) : undefined }),
      headers: formatSipHeaders(Object.entries(headers).map(([name, value]) => ({ name, value }))),
      body: '',
    },
    source,
    ...more,
  }
}

export const register = (
  at = NOON,
  user = 'kim@contoso.example',
  agent = 'UCCAPI/16.0.6965.5305 OC/16.0.6965.2058 (Skype for Business)',
) =>
  sip(
    'REGISTER sip:contoso.example SIP/2.0',
    { from: `<sip:${user}>;tag=1`, to: `<sip:${user}>`, cseq: '1 REGISTER', 'user-agent': agent },
    { at },
  )

export const trace = (message: string, at = NOON): Observation => ({
  kind: 'trace',
  at,
  event: { at, message },
  source,
})

export const inputSummary = (input: Partial<InputSummary> = {}): Observation => ({
  kind: 'input',
  source: { path: input.path ?? 'Tracing/Lync-UccApi-0.UccApilog' },
  input: {
    path: 'Tracing/Lync-UccApi-0.UccApilog',
    format: 'client-log',
    status: 'read',
    bytes: 1000,
    records: 10,
    undecoded: 0,
    unreadable: 0,
    from: NOON - 3_600_000,
    to: NOON,
    gaps: [],
    disorder: 0,
    log: true,
    program: 'client',
    notes: [],
    damage: [],
    ...input,
  },
})
