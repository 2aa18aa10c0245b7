import { isWordCode } from './characters.ts'
import type { NameRegistry } from './name-registry.ts'
import type { TextView } from './replacements.ts'
import { isToken } from './token-kind.ts'
import { isServiceLabel } from './well-known.ts'

/** Character codes allowed in local parts, in addition to letters and digits. */
const LOCAL_PART_CODES = new Set(
  [...".!#$&'*+-/=^_`{|}~"].map((character) => character.charCodeAt(0)),
)
/** Of these, codes that usually separate addresses in lists, tags and paths. */
const SEPARATOR_CODES = new Set([..."&'*/=`{|}!#$^"].map((character) => character.charCodeAt(0)))
const PHONE = /^\+?[\d().-]{7,}$/
/** `[192.0.2.17]`, `[IPv6:2001:db8::1]` */
const ADDRESS_LITERAL = /\[(?:IPv6:)?([0-9A-Fa-f:.]{3,45})\]/iy
/** Before the domain of a guest account: `kim_contoso.example#EXT#@fabrikam.example` */
const GUEST_MARK = /#EXT#$/i
const MAX_QUOTED_LENGTH = 64
const QUOTED_LOCAL_PART = /(?<!\\)"((?:[^"\\\r\n<>@:]|\\.){1,64})$/

/**
 * Finds addresses such as `kim@contoso.example`, also with `sip:`, in folder names (`sip_kim@…`),
 * with a quoted local part, and with an IP address or phone number.
 */
export function findAddresses(view: TextView, names: NameRegistry): void {
  const { text } = view
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (claimLiteral(view, names, at)) continue
    const to = findDomainEnd(text, at + 1)
    if (to === at + 1) continue
    const domain = text.slice(at + 1, to)
    // In `0@user-1@host-1`, only the second is an address.
    if (text[to] === '@' && isToken(domain)) continue
    const isGuest = GUEST_MARK.test(text.slice(Math.max(0, at - 5), at))
    const end = isGuest ? at - 5 : at
    const from = findLocalStart(text, end)
    const isQuoted = text[at - 1] === '"' && quotedLocalPart(text, at) !== undefined
    if ((from === end && !isQuoted) || isPlaceholder(text.slice(from, end), domain)) continue
    if (!isQuoted) claimLocal(view, names, from, end)
    // IP addresses are found by `findNumbers`.
    if (!/^[\d.]+$/.test(domain)) view.claim(at + 1, to, names.redactHost(domain))
  }
}

/**
 * Finds addresses such as `"kim akers"@contoso.example`. Views must be searched from the outermost
 * to the innermost: in an inner one, quotes in the local part cannot be told from its ends.
 */
export function findQuotedLocalParts(view: TextView, names: NameRegistry): void {
  const { text } = view
  for (let at = text.indexOf('"@'); at >= 0; at = text.indexOf('"@', at + 1)) {
    const quoted = quotedLocalPart(text, at + 1)
    if (quoted !== undefined) claimLocal(view, names, at - quoted.length, at)
  }
}

/** The quoted local part in front of the `@` at `at`; undefined when it is not one. */
function quotedLocalPart(text: string, at: number): string | undefined {
  const domain = text.slice(at + 1, findDomainEnd(text, at + 1))
  if (!domain.includes('.') && text[at + 1] !== '[') return undefined
  return QUOTED_LOCAL_PART.exec(text.slice(Math.max(0, at - MAX_QUOTED_LENGTH - 2), at - 1))?.[1]
}

/** Claims an address such as `kim@[192.0.2.17]`. Returns whether there is one. */
function claimLiteral(view: TextView, names: NameRegistry, at: number): boolean {
  const { text } = view
  if (text[at + 1] !== '[') return false
  ADDRESS_LITERAL.lastIndex = at + 1
  const [whole = '', ip] = ADDRESS_LITERAL.exec(text) ?? []
  if (ip === undefined) return false
  const from = findLocalStart(text, at)
  if (from < at) claimLocal(view, names, from, at)
  const end = at + whole.length
  view.claim(end - ip.length, end, names.tokenFor('ip', ip))
  return true
}

function claimLocal(view: TextView, names: NameRegistry, from: number, to: number): void {
  const local = view.text.slice(from, to)
  if (isToken(local)) return
  view.claim(
    from,
    to,
    PHONE.test(local)
      ? names.tokenFor('phone', local, local.replace(/\D/g, ''))
      : names.tokenFor('user', local),
  )
}

function findLocalStart(text: string, at: number): number {
  let from = at
  while (from > 0) {
    const code = text.charCodeAt(from - 1)
    if (!isWordCode(code) && (!LOCAL_PART_CODES.has(code) || SEPARATOR_CODES.has(code))) {
      // An apostrophe belongs to o'brien, but not to 'kim.
      if (!(code === 0x27 && from > 1 && isWordCode(text.charCodeAt(from - 2)))) break
    }
    from -= 1
  }
  while (from < at && /[.+~_-]/.test(text[from] ?? '') && text[from] !== '+') from += 1
  if (/^sips?_/i.test(text.slice(from, from + 5))) from = text.indexOf('_', from) + 1
  // After an escaped line end such as `\n`, the letter is not part of the name.
  if (text[from - 1] === '\\' && /[nrt]/.test(text[from] ?? '') && at - from > 1) from += 1
  return from
}

function findDomainEnd(text: string, start: number): number {
  let to = start
  while (to < text.length) {
    const code = text.charCodeAt(to)
    if (!isWordCode(code) && code !== 0x2e && code !== 0x2d) break
    to += 1
  }
  while (to > start && /[.-]/.test(text[to - 1] ?? '')) to -= 1
  return to
}

/** Whether an address is only a placeholder, such as `user@domain` in an instruction. */
function isPlaceholder(local: string, domain: string): boolean {
  return (
    (/^user$/i.test(local) && /^(?:mail ?|sip ?)?(?:domain|host)$|^mail$|^sip$/i.test(domain)) ||
    (domain.length < 2 && !isServiceLabel(domain)) ||
    isTooShort(domain)
  )
}

/** A short word without a dot after `@` is rarely a domain: `5@on`. */
const isTooShort = (domain: string): boolean => domain.length < 3 && !domain.includes('.')
