import { defined, ownValue } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { traceTextMarkers } from '../model/marker.ts'
import type { PlannableStep } from '../model/rule.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { mailboxEwsCommand } from './collect-commands.ts'
import { EXCHANGE_URL_PATHS, parseExchangeRequest } from './exchange-request.ts'

/**
 * `initialising`: the client is still looking for EWS, which takes a few minutes after sign-in.
 * `unrecognised`: any other wording, for example that of a localized client.
 */
export type EwsStatus = 'ok' | 'not-deployed' | 'initialising' | 'down' | 'unrecognised'

/** A row of the Configuration Information window about Exchange. */
export interface EwsRow {
  readonly row: 'information' | 'internal-url' | 'external-url' | 'mapi'
  /** Only for the rows `information` and `mapi`. */
  readonly status?: EwsStatus
  /** Value and status as shown in the window; empty when the row is blank. */
  readonly text: string
  readonly user?: string
  readonly source: SourceRef
}

/** An Autodiscover address that the client tried, and the last answer from it. */
export interface AutodiscoverAttempt {
  readonly url: string
  /** HTTP status. */
  readonly status: number
  /** Milliseconds UTC. */
  readonly at: number
  readonly source: SourceRef
}

/** What the client knows about Exchange Web Services, and whether it found them. */
export interface EwsState {
  readonly rows: readonly EwsRow[]
  readonly autodiscoverAttempts: readonly AutodiscoverAttempt[]
}

/** Tests EWS of a mailbox in Exchange Online, where the cmdlets for servers do not exist. */
export const testEwsOnlineStep: PlannableStep = {
  role: 'exchange-administrator',
  phase: 'examine',
  condition: 'exchange-online',
  onlyIf: 'If the mailbox is in Exchange Online',
  do:
    'Ask an Exchange administrator to run the Exchange Web Services test of ' +
    'https://testconnectivity.microsoft.com as the user and check that EWS is on.',
  commands: ['Get-OrganizationConfig | Format-List Ews*', mailboxEwsCommand],
  verify: 'The test succeeds, and EwsEnabled is not False.',
}

/**
 * Damaged or hostile input may contain any number.
 * Limit: rows about EWS in the Configuration Information.
 * Beyond: further rows are left out.
 */
const MAX_ROWS = 200
/**
 * Damaged or hostile input may contain any number.
 * Limit: addresses of Autodiscover that are kept.
 * Beyond: further addresses are left out.
 */
const MAX_ATTEMPTS = 200

const ROWS_BY_NAME: Readonly<Record<string, EwsRow['row']>> = {
  'ews information': 'information',
  'ews internal url': 'internal-url',
  'ews external url': 'external-url',
  'mapi information': 'mapi',
}

/**
 * Whether the client has EWS, according to its Configuration Information window, and the answers
 * of Autodiscover.
 */
export const ewsState = defineEvidence<EwsState>({
  name: 'EWS state',
  markers: traceTextMarkers(EXCHANGE_URL_PATHS[1]),
  start() {
    const rows: EwsRow[] = []
    const attempts = new Map<string, AutodiscoverAttempt>()
    return {
      listeners: {
        'configuration-row'({ name, value, status: statusText, user, source }) {
          const row = ownValue(ROWS_BY_NAME, name.trim().replace(/\s+/g, ' ').toLowerCase())
          if (row === undefined || rows.length >= MAX_ROWS) return
          const parts = [value, statusText ?? '']
            .map((part) => part.trim())
            .filter((part) => !isBlank(part))
          const hasStatus = row === 'information' || row === 'mapi'
          rows.push({
            row,
            text: [...new Set(parts)].join(', '),
            source,
            ...defined({ status: hasStatus ? parseStatus(parts) : undefined, user }),
          })
        },
        trace({ event, at, source }) {
          const request = parseExchangeRequest(event.message)
          if (request?.service !== 'autodiscover' || request.status === undefined) return
          const { url, status } = request
          const before = attempts.get(url)
          if (before ? at >= before.at : attempts.size < MAX_ATTEMPTS)
            attempts.set(url, { url, status, at, source })
        },
      },
      result: () => ({ rows: [...rows], autodiscoverAttempts: [...attempts.values()] }),
    }
  },
  facts({ rows, autodiscoverAttempts: attempts }) {
    const shown = rows.filter(
      ({ row, text }) => row === 'information' || (row === 'mapi' && text !== ''),
    )
    const first = shown.find(({ row }) => row === 'information')
    if (first) {
      const text = shown
        .map((row) => `${row.row === 'mapi' ? 'MAPI' : 'EWS'}: ${row.text || 'blank'}`)
        .join('; ')
      return {
        ewsState: {
          label: 'EWS',
          value: first.status ?? 'unrecognised',
          text,
          sources: shown.map(({ source }) => source),
        },
      }
    }
    if (!isRefusedEverywhere(attempts)) return {}
    const text = `Autodiscover refused at all ${attempts.length} addresses tried`
    return {
      ewsState: {
        label: 'EWS',
        value: 'refused',
        text,
        sources: attempts.slice(0, 5).map(({ source }) => source),
      },
    }
  },
})

const STILL_INITIALISING =
  /\b(?:in the process of|still) (?:determining|locating|looking|initiali[sz]ing|connecting)\b|\bnot (?:yet )?(?:been )?(?:fully )?initiali[sz]ed\b|\b(?:is|are) initiali[sz]ing\b/i

/** Every match of STILL_INITIALISING has one of these. */
const INITIALISING_HINT = /process of|still|initiali/i

/** The window shows an empty cell as two hyphens. */
const isBlank = (text: string): boolean => /^(?:-{0,2}|n\/a)$/i.test(text)

/**
 * The status that a row shows. Depending on the client, the value column or the status column
 * carries the words, so a fault in either of them counts.
 */
function parseStatus(parts: readonly string[]): EwsStatus {
  const matches = (pattern: RegExp) => parts.some((part) => pattern.test(part))
  // EWS not deployed
  if (matches(/\bnot deployed\b/i)) return 'not-deployed'
  // Lync is in the process of determining the location of Exchange Web Services.
  // EWS not fully initialized, EWS has not fully initialized
  if (matches(INITIALISING_HINT) && matches(STILL_INITIALISING)) return 'initialising'
  // Exchange connection Down; MAPI unavailable
  if (matches(/\bconnection down\b|\bunavailable\b/i)) return 'down'
  return matches(/^(?:EWS|MAPI) Status OK$/i) ? 'ok' : 'unrecognised'
}

/**
 * Whether every address refused the client. At least two addresses are required: the client tries
 * several, and a single refusal is normal.
 */
export function isRefusedEverywhere(attempts: readonly AutodiscoverAttempt[]): boolean {
  return attempts.length > 1 && attempts.every(({ status }) => status === 401 || status === 403)
}
