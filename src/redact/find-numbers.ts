import type { NameRegistry } from './name-registry.ts'
import { claimMatches, type TextView } from './replacements.ts'

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'
const IPV4 = new RegExp(`(?<![\\w.])((?:${OCTET}\\.){3}${OCTET})(?!\\.?\\d)(?![A-Za-z_])`, 'dg')
/** Text before a version number that looks like an IPv4 address. */
const VERSION_LABEL = new RegExp(
  String.raw`(?:\bv(?:er(?:sion|\.)?)?|\bbuild|\brelease|[A-Za-z]\/|\bVersion(?:ToReport)?` +
    String.raw`["']?)\s{0,9}[:=]?\s{0,9}["']?$`,
  'i',
)
const NOT_A_HOST = /^(?:127\.|0\.0\.0\.0$|255\.255\.)/

const GROUP = '[0-9A-Fa-f]{1,4}'
/**
 * Eight groups, or fewer with `::`, optionally followed by a zone or the length of a prefix. Times, ids and C++ names do not
 * match.
 */
const IPV6 = new RegExp(
  `(?<![\\w:.])((?:${GROUP}:){7}${GROUP}|(?:${GROUP}:){1,6}:(?:${GROUP}(?::${GROUP}){0,5})?` +
    `|::(?:${GROUP}:){0,5}${GROUP})(?:%\\w+)?(?![\\w:]|-\\d|/(?!\\d{1,3}(?![\\d/])))`,
  'dg',
)
const MAC = /(?<![\w:-])([0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\2[0-9A-Fa-f]{2}){4})(?![\w:-])/dg
/** `0a11.22aa.bbcc` */
const CISCO_MAC = /(?<![\w.:-])([0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})(?![\w:-]|\.\w)/dgi
const LABELED_MAC = new RegExp(
  String.raw`(?<![\w-])(?:mac|physical)(?:[ _-]?addr(?:ess)?)?["']?[ \t]{0,9}[:=][ \t]{0,9}` +
    String.raw`["']?([0-9a-f]{12})(?!\w)`,
  'dgi',
)

/** Also with a suffix: `…-1104_Classes`, `…-1104.bak` */
const SID = /(?<![A-Za-z0-9-])(S-1-(?:5-21|12-1)-\d+(?:-\d+){2,})(?!\d|-\d)/dgi

/**
 * `+1 (425) 555-0100`, `+49.89.1234567`, `(425) 555-0100`, `425-555-0100`, and numbers after
 * `tel:`.
 */
const INTERNATIONAL = /(?<![\w+.])(\+(?:[ ().-]{0,2}\d){8,15})(?!\d)/dg
const NATIONAL = new RegExp(
  String.raw`(?<![\w(.-])(\(0?\d{2,5}\)[ -]?\d{3,4}[ -]?\d{3,5}|\d{3}-\d{3}-\d{4}` +
    String.raw`|\d{3}\.\d{3}\.\d{4}|\d{3} \d{3} \d{4})(?![\w-])`,
  'dg',
)
const TEL = /(?<!\w)tel:(\+?(?:[().-]{0,2}\d){3,18})/dgi
const EXTENSION = /;(?:ext|phone-context)=(\+?\d{1,15})/dgi
/** `425 555 0147 x80147`, `ext. 80147`, `extension: 80147` */
const LABELED_EXTENSION = new RegExp(
  String.raw`(?<=(?:(?<!\w)\d{3}[ .-]\d{4}[ ,;]|\+[\d(][\d ().-]{6,20}[,;]?) {0,2})` +
    String.raw`(?:x|ext|extension)[ .:=#]{0,3}(\d{3,8})(?!\w)` +
    String.raw`|(?<![\w-])ext(?:ension)?["']?[ \t]{0,9}[.:=#][ \t]{0,9}["']?(\d{3,8})(?!\w)`,
  'dgi',
)
const LABELED = new RegExp(
  String.raw`(?<![\w-])(?:phone|telephone|mobile|lineuri|line ?uri|fax|caller ?id|dial(?:ed` +
    String.raw`|ing)?)["']?[ \t]*[:=][ \t]*["']?(\+?\d(?:[ ().-]{0,2}\d){5,17})(?!\w)`,
  'dgi',
)

/** Finds phone numbers and security identifiers. */
export function findNumbers(view: TextView, names: NameRegistry): void {
  const { text } = view
  if (/s-1-/i.test(text)) claimMatches(view, SID, (sid) => names.tokenFor('sid', sid))
  if (/tel:|phone|uri|fax|dial|caller|mobile|;ext=/i.test(text))
    for (const expression of [TEL, EXTENSION, LABELED])
      claimMatches(view, expression, (number) => redactPhone(names, number))
  if (/\d.{0,3}x|ext/i.test(text))
    claimMatches(view, LABELED_EXTENSION, (number) => redactPhone(names, number))
  if (text.includes('+')) claimMatches(view, INTERNATIONAL, (number) => redactPhone(names, number))
  if (/\d{3}\)?[ .-]?\d{3}/.test(text))
    claimMatches(view, NATIONAL, (number) => redactPhone(names, number))
}

/** Finds IPv4 addresses. */
export function findIpv4(view: TextView, names: NameRegistry): void {
  const { text } = view
  if (/\d\.\d/.test(text))
    claimMatches(view, IPV4, (ip, { index }) =>
      NOT_A_HOST.test(ip) || VERSION_LABEL.test(text.slice(Math.max(0, index - 20), index))
        ? undefined
        : names.tokenFor('ip', ip),
    )
}

/** Finds MAC and IPv6 addresses. */
export function findHardwareAddresses(view: TextView, names: NameRegistry): void {
  const { text } = view
  const redactMac = (mac: string) =>
    mac.length > 1
      ? names.tokenFor('device', mac, mac.replace(/[:.-]/g, '').toLowerCase())
      : undefined
  if (/mac|physical/i.test(text)) claimMatches(view, LABELED_MAC, redactMac)
  if (/[\da-f]{4}\.[\da-f]{4}\./i.test(text)) claimMatches(view, CISCO_MAC, redactMac)
  if (/[\da-f]{2}-[\da-f]{2}-|[\da-f]?:[\da-f]|[\da-f]:/i.test(text)) {
    claimMatches(view, MAC, redactMac)
    claimMatches(view, IPV6, (ip) =>
      /\d/.test(ip) && ip.replace(/[:\d]/g, '').length + ip.length > 5 && ip !== '::1'
        ? names.tokenFor('ip', ip)
        : undefined,
    )
  }
}

const redactPhone = (names: NameRegistry, number: string): string | undefined =>
  names.tokenFor('phone', number, number.replace(/\D/g, ''))
