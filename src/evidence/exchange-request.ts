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
/** Every match of STATUS_WORDS has one of these. */
const STATUS_HINT = /status|response/i
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
  const match =
    STATUS_LINE.exec(message) ??
    (STATUS_HINT.test(message) ? STATUS_WORDS.exec(message) : undefined) ??
    STATUS_NAME.exec(message)
  const status = Number(match?.slice(1).find((group) => group !== undefined))
  return status >= 100 && status < 600 ? status : undefined
}

/** `national`: a cloud for one country or government, operated apart from the worldwide one. */
export type ExchangeCloud = 'worldwide' | 'national'

// outlook.office365.com, outlook.office.com, pod51042.outlook.com, autodiscover-s.outlook.com
const WORLDWIDE_HOST =
  /^(?:[a-z0-9-]+\.){0,5}(?:outlook\.office365\.com|outlook\.office\.com|outlook\.com)$/
// outlook.office365.us (GCC High), outlook-dod.office365.us and webmail.apps.mil (DoD),
// partner.outlook.cn (21Vianet), outlook.office.de (Germany, closed in 2021)
const NATIONAL_HOST =
  /^(?:(?:[a-z0-9-]+\.){1,5}office365\.us|webmail\.apps\.mil|(?:[a-z0-9-]+\.){0,5}partner\.outlook\.cn|(?:[a-z0-9-]+\.){0,5}outlook\.office\.de)$/
// contoso.mail.onmicrosoft.com: the domain of hybrid routing addresses
const WORLDWIDE_ROUTING_DOMAIN = /^[a-z0-9-]+\.mail\.onmicrosoft\.com$/
// contoso.mail.onmicrosoft.us, contoso.mail.onmicrosoft.de, contoso.partner.mail.onmschina.cn
const NATIONAL_ROUTING_DOMAIN =
  /^[a-z0-9-]+\.(?:mail\.onmicrosoft\.(?:us|de)|partner\.mail\.onmschina\.cn)$/

/**
 * The cloud of Exchange Online that a host or a hybrid routing domain belongs to, according to
 * Microsoft's endpoint lists. Undefined for any other host.
 */
export function exchangeCloudOf(host: string): ExchangeCloud | undefined {
  const name = host.toLowerCase().replace(/\.$/, '')
  if (WORLDWIDE_HOST.test(name) || WORLDWIDE_ROUTING_DOMAIN.test(name)) return 'worldwide'
  return NATIONAL_HOST.test(name) || NATIONAL_ROUTING_DOMAIN.test(name) ? 'national' : undefined
}

/** Paths of EWS and of Autodiscover: a request to either contains one of them. */
export const EXCHANGE_URL_PATHS = ['ews/exchange.asmx', 'autodiscover/autodiscover.'] as const
