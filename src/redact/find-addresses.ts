import { isWordCode } from './characters.ts'
import type { NameRegistry } from './name-registry.ts'
import type { TextView } from './replacements.ts'
import { isToken } from './token-kind.ts'
import { isServiceLabel } from './well-known.ts'

/** Local parts hold these beside letters and digits. */
const LOCAL = new Set([...".!#$&'*+-/=^_`{|}~"].map((one) => one.charCodeAt(0)))
/** But not where addresses stand in lists, tags and paths. */
const OUTSIDE = new Set([..."&'*/=`{|}!#$^"].map((one) => one.charCodeAt(0)))
const PHONE = /^\+?[\d().-]{7,}$/

/**
 * `kim@contoso.example` → `user-1@domain-1`, with `sip:` and the like, in folder names
 * (`sip_kim@…`) and with addresses of numbers.
 */
export function findAddresses(view: TextView, names: NameRegistry): void {
  const { text } = view
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const from = localStart(text, at)
    const to = domainEnd(text, at + 1)
    if (from === at || to === at + 1) continue
    const domain = text.slice(at + 1, to)
    const local = text.slice(from, at)
    if (placeholder(local, domain)) continue
    if (!isToken(local))
      view.claim(
        from,
        at,
        PHONE.test(local)
          ? names.token('phone', local, local.replace(/\D/g, ''))
          : names.token('user', local),
      )
    // Addresses of numbers are found as such.
    if (!/^[\d.]+$/.test(domain)) view.claim(at + 1, to, names.redactHost(domain))
  }
}

function localStart(text: string, at: number): number {
  let from = at
  while (from > 0) {
    const code = text.charCodeAt(from - 1)
    if (!isWordCode(code) && (!LOCAL.has(code) || OUTSIDE.has(code))) {
      // o'brien, but not 'kim
      if (!(code === 0x27 && from > 1 && isWordCode(text.charCodeAt(from - 2)))) break
    }
    from -= 1
  }
  while (from < at && /[.+~_-]/.test(text[from] ?? '') && text[from] !== '+') from += 1
  if (/^sips?_/i.test(text.slice(from, from + 5))) from = text.indexOf('_', from) + 1
  // Behind `\n` and the like, as logs of programs write line ends, its letter is none of the name.
  if (text[from - 1] === '\\' && /[nrt]/.test(text[from] ?? '') && at - from > 1) from += 1
  return from
}

function domainEnd(text: string, start: number): number {
  let to = start
  while (to < text.length) {
    const code = text.charCodeAt(to)
    if (!isWordCode(code) && code !== 0x2e && code !== 0x2d) break
    to += 1
  }
  while (to > start && /[.-]/.test(text[to - 1] ?? '')) to -= 1
  return to
}

/** `user@domain` in an instruction is nobody. */
function placeholder(local: string, domain: string): boolean {
  return (
    (/^user$/i.test(local) && /^(?:mail ?|sip ?)?(?:domain|host)$|^mail$|^sip$/i.test(domain)) ||
    (domain.length < 2 && !isServiceLabel(domain)) ||
    text(domain)
  )
}

/** `@` in front of a word alone is seldom an address: `5@once`. */
const text = (domain: string): boolean => domain.length < 3 && !domain.includes('.')
