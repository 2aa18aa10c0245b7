import { defined } from '../model/defined.ts'

/** A request to Exchange that one trace record names. */
export interface ExchangeRequest {
  readonly service: 'ews' | 'autodiscover'
  /** In lower case, without the query. */
  readonly url: string
  readonly host: string
  /** HTTP status of the answer; undefined when this record does not carry it. */
  readonly status?: number
}

// https://mail.contoso.example/ews/exchange.asmx
// Must not match the Skype for Business server's own service:
// https://lyncdiscover.contoso.example/Autodiscover/AutodiscoverService.svc
const ADDRESS =
  /https?:\/\/([a-z0-9.-]{1,253})(?::\d{1,5})?\/(ews\/exchange\.asmx|autodiscover\/autodiscover\.(?:xml|svc|json))/i

// HTTP/1.1 401 Unauthorized
const STATUS_LINE = /\bHTTP\/\d(?:\.\d)? +(\d{3})\b/i
// status code: 503, HttpStatus=401, responseCode 403, httpStatusCode(500)
const STATUS_WORDS =
  /\b(?:http ?)?(?:status ?code|status|response ?code) {0,2}[:=(]? {0,2}(\d{3})\b/i
// failed with 401 Unauthorized
const STATUS_NAME =
  /\b(401) Unauthorized\b|\b(403) Forbidden\b|\b(500) Internal Server Error\b|\b(502) Bad Gateway\b|\b(503) Service Unavailable\b/i

/**
 * The request to EWS or Autodiscover that a record names, or undefined. The wording of the client's
 * trace is not documented. URL and status must therefore be in the same record, because a status in
 * another record may belong to another request.
 */
export function parseExchangeRequest(message: string): ExchangeRequest | undefined {
  const [address, host, path] = ADDRESS.exec(message) ?? []
  if (address === undefined || host === undefined || path === undefined) return undefined
  const status = parseHttpStatus(message)
  return {
    service: path.toLowerCase().startsWith('ews') ? 'ews' : 'autodiscover',
    url: address.toLowerCase(),
    host: host.toLowerCase(),
    ...defined({ status }),
  }
}

function parseHttpStatus(message: string): number | undefined {
  const match = STATUS_LINE.exec(message) ?? STATUS_WORDS.exec(message) ?? STATUS_NAME.exec(message)
  const status = Number(match?.slice(1).find((group) => group !== undefined))
  return status >= 100 && status < 600 ? status : undefined
}

/**
 * Whether a host belongs to Exchange Online: `outlook.office365.com`, `outlook.office.com`, or
 * `outlook.com` and its subdomains (SEEN).
 */
export function isExchangeOnlineHost(host: string): boolean {
  return /^(?:outlook\.office365\.com|outlook\.office\.com|(?:[a-z0-9-]+\.){0,5}outlook\.com)$/i.test(
    host,
  )
}

/** Paths of EWS and of Autodiscover: a request to either contains one of them. */
export const EXCHANGE_URL_PATHS = ['ews/exchange.asmx', 'autodiscover/autodiscover.'] as const
