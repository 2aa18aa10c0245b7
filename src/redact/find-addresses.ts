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

/**
 * Finds addresses such as `kim@contoso.example`, also with `sip:`, in folder names (`sip_kim@…`),
 * and with an IP address or phone number.
 */
export function findAddresses(view: TextView, names: NameRegistry): void {
  const { text } = view
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const from = findLocalStart(text, at)
    const to = findDomainEnd(text, at + 1)
    if (from === at || to === at + 1) continue
    const domain = text.slice(at + 1, to)
    const local = text.slice(from, at)
    if (isPlaceholder(local, domain)) continue
    if (!isToken(local))
      view.claim(
        from,
        at,
        PHONE.test(local)
          ? names.tokenFor('phone', local, local.replace(/\D/g, ''))
          : names.tokenFor('user', local),
      )
    // IP addresses are found by `findNumbers`.
    if (!/^[\d.]+$/.test(domain)) view.claim(at + 1, to, names.redactHost(domain))
  }
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
