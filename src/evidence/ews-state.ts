import { defined } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { traceTextMarkers } from '../model/marker.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { EXCHANGE_URL_PATHS, parseExchangeRequest } from './exchange-request.ts'

/**
 * `ok`, a fault that is known by its words, or words that are not known (a localised client's, for
 * one).
 */
export type EwsStatus = 'ok' | 'not-deployed' | 'not-initialised' | 'down' | 'unrecognised'

/** A row of the Configuration Information window about Exchange. */
export interface ConfigurationRow {
  readonly row: 'information' | 'internal-url' | 'external-url' | 'mapi'
  /** Of the rows of information only. */
  readonly status?: EwsStatus
  /** As it stands there; empty when the row is blank. */
  readonly text: string
  readonly user?: string
  readonly source: SourceRef
}

/** One Autodiscover address that the client tried, and its last answer. */
export interface AutodiscoverAttempt {
  readonly url: string
  readonly status: number
  /** Milliseconds UTC. */
  readonly at: number
  readonly source: SourceRef
}

export interface EwsState {
  readonly rows: readonly ConfigurationRow[]
  readonly autodiscoverAttempts: readonly AutodiscoverAttempt[]
}

const MOST = 200

const ROWS: Readonly<Record<string, ConfigurationRow['row']>> = {
  'ews information': 'information',
  'ews internal url': 'internal-url',
  'ews external url': 'external-url',
  'mapi information': 'mapi',
}

/**
 * Whether the client has EWS, as its Configuration Information window says, and how Autodiscover
 * answered it.
 */
export const ewsState = defineEvidence<EwsState>({
  name: 'EWS state',
  markers: traceTextMarkers(EXCHANGE_URL_PATHS[1]),
  start() {
    const rows: ConfigurationRow[] = []
    const tries = new Map<string, AutodiscoverAttempt>()
    return {
      listeners: {
        'configuration-row'({ name, value, status, user, source }) {
          const row = ROWS[name.trim().replace(/\s+/g, ' ').toLowerCase()]
          if (row === undefined || rows.length >= MOST) return
          const parts = [value, status ?? '']
            .map((part) => part.trim())
            .filter((part) => !isBlank(part))
          const words = row === 'information' || row === 'mapi' ? { status: statusOf(parts) } : {}
          rows.push({
            row,
            text: [...new Set(parts)].join(', '),
            source,
            ...words,
            ...defined({ user }),
          })
        },
        trace({ event, at, source }) {
          const request = parseExchangeRequest(event.message)
          if (request?.service !== 'autodiscover' || request.status === undefined) return
          const { url, status } = request
          const before = tries.get(url)
          if (before ? at >= before.at : tries.size < MOST)
            tries.set(url, { url, status, at, source })
        },
      },
      result: () => ({ rows: [...rows], autodiscoverAttempts: [...tries.values()] }),
    }
  },
  facts({ rows, autodiscoverAttempts: autodiscover }) {
    const shown = rows.filter(
      ({ row, text }) => row === 'information' || (row === 'mapi' && text !== ''),
    )
    const [first] = shown.filter(({ row }) => row === 'information')
    if (first) {
      const text = shown
        .map((one) => `${one.row === 'mapi' ? 'MAPI' : 'EWS'}: ${one.text || 'blank'}`)
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
    if (!isRefusedEverywhere(autodiscover)) return {}
    const text = `Autodiscover refused at all ${autodiscover.length} addresses tried`
    return {
      ewsState: {
        label: 'EWS',
        value: 'refused',
        text,
        sources: autodiscover.slice(0, 5).map(({ source }) => source),
      },
    }
  },
})

/** Windows shows two hyphens where there is nothing. */
const isBlank = (text: string): boolean => /^(?:-{0,2}|n\/a)$/i.test(text)

/**
 * Value and status columns both carry the words, depending on the client: a fault in either counts.
 */
function statusOf(parts: readonly string[]): EwsStatus {
  const says = (words: RegExp) => parts.some((part) => words.test(part))
  // EWS not deployed
  if (says(/\bnot deployed\b/i)) return 'not-deployed'
  // EWS has not fully initialized
  if (says(/\bnot (?:been )?(?:fully )?initiali[sz]ed\b/i)) return 'not-initialised'
  // Exchange connection Down; MAPI unavailable
  if (says(/\bconnection down\b|\bunavailable\b/i)) return 'down'
  return says(/^(?:EWS|MAPI) Status OK$/i) ? 'ok' : 'unrecognised'
}

/**
 * Several addresses are tried and one refusal is no failure; refused at all of them, and at two at
 * the least, is.
 */
export function isRefusedEverywhere(tries: readonly AutodiscoverAttempt[]): boolean {
  return tries.length > 1 && tries.every(({ status }) => status === 401 || status === 403)
}
