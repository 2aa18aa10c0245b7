import type { NameRegistry } from './name-registry.ts'
import { claimMatches, type TextView } from './replacements.ts'

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'
const IPV4 = new RegExp(`(?<![\\w.])((?:${OCTET}\\.){3}${OCTET})(?!\\.?\\d)(?![A-Za-z_])`, 'dg')
/** What stands in front of four small numbers that are a version. */
const VERSION = new RegExp(
  String.raw`(?:\bv(?:er(?:sion|\.)?)?|\bbuild|\brelease|[A-Za-z]\/|\bVersion(?:ToReport)?` +
    String.raw`["']?)\s*[:=]?\s*["']?$`,
  'i',
)
const UNSPECIFIC = /^(?:127\.|0\.0\.0\.0$|255\.255\.)/

const GROUP = '[0-9A-Fa-f]{1,4}'
/**
 * All eight groups, or some with a gap of `::`; a number for its zone may follow. Times, ids and
 * names of C++ have none of these shapes.
 */
const IPV6 = new RegExp(
  `(?<![\\w:.])((?:${GROUP}:){7}${GROUP}|(?:${GROUP}:){1,6}:(?:${GROUP}(?::${GROUP}){0,5})?|::(?:${GROUP}:){0,5}${GROUP})(?:%\\w+)?(?![\\w:/]|-\\d)`,
  'dg',
)
const MAC = /(?<![\w:-])([0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\2[0-9A-Fa-f]{2}){4})(?![\w:-])/dg

const SID = /(?<![\w-])(S-1-(?:5-21|12-1)-\d+(?:-\d+){2,})(?![\w-])/dgi

/**
 * `+1 (425) 555-0100`, `+49.89.1234567`; `(425) 555-0100`; `425-555-0100`; and whatever stands
 * behind `tel:`
 */
const INTERNATIONAL = /(?<![\w+.])(\+(?:[ ().-]{0,2}\d){8,15})(?!\d)/dg
const NATIONAL = new RegExp(
  String.raw`(?<![\w(.-])(\(0?\d{2,5}\)[ -]?\d{3,4}[ -]?\d{3,5}|\d{3}-\d{3}-\d{4}` +
    String.raw`|\d{3}\.\d{3}\.\d{4}|\d{3} \d{3} \d{4})(?![\w-])`,
  'dg',
)
const TEL = /(?<!\w)tel:(\+?(?:[().-]{0,2}\d){3,18})/dgi
const EXTENSION = /;(?:ext|phone-context)=(\+?\d{1,15})/dgi
const LABELLED = new RegExp(
  String.raw`(?<![\w-])(?:phone|telephone|mobile|lineuri|line ?uri|fax|caller ?id|dial(?:ed` +
    String.raw`|ing)?)["']?[ \t]*[:=][ \t]*["']?(\+?\d(?:[ ().-]{0,2}\d){5,17})(?!\w)`,
  'dgi',
)

/** Addresses of the network, numbers of telephones, and ids of accounts. */
export function findNumbers(view: TextView, names: NameRegistry): void {
  const { text } = view
  if (/s-1-/i.test(text)) claimMatches(view, SID, (sid) => names.token('sid', sid))
  if (/tel:|phone|uri|fax|dial|caller|mobile|;ext=/i.test(text))
    for (const one of [TEL, EXTENSION, LABELLED])
      claimMatches(view, one, (number) => phone(names, number))
  if (text.includes('+')) claimMatches(view, INTERNATIONAL, (number) => phone(names, number))
  if (/\d{3}\)?[ .-]?\d{3}/.test(text))
    claimMatches(view, NATIONAL, (number) => phone(names, number))
  if (/\d\.\d/.test(text))
    claimMatches(view, IPV4, (ip, { index }) =>
      UNSPECIFIC.test(ip) || VERSION.test(text.slice(Math.max(0, index - 20), index))
        ? undefined
        : names.token('ip', ip),
    )
  if (/[\da-f]{2}-[\da-f]{2}-|[\da-f]?:[\da-f]|[\da-f]:/i.test(text)) {
    claimMatches(view, MAC, (mac) =>
      mac.length > 1 ? names.token('device', mac.replace(/-/g, ':')) : undefined,
    )
    claimMatches(view, IPV6, (ip) =>
      /\d/.test(ip) && ip.replace(/[:\d]/g, '').length + ip.length > 5 && ip !== '::1'
        ? names.token('ip', ip)
        : undefined,
    )
  }
}

const phone = (names: NameRegistry, number: string): string | undefined =>
  names.token('phone', number, number.replace(/\D/g, ''))
