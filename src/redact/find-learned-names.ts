import { isWordCode } from './characters.ts'
import type { NameRegistry } from './name-registry.ts'
import type { TextView } from './replacements.ts'

/**
 * Names that were seen as such elsewhere, standing bare: `kim` once `kim@contoso.example` is known.
 */
export function findLearnedNames(view: TextView, names: NameRegistry): void {
  if (!names.hasLearnedNames) return
  const lower = view.text.toLowerCase()
  if (lower.length !== view.text.length) return // a letter that grows when folded: its places would be others
  let at = 0
  while (at < lower.length) {
    while (at < lower.length && !isWordCode(lower.charCodeAt(at))) at += 1
    let end = at
    while (end < lower.length && isWordCode(lower.charCodeAt(end))) end += 1
    if (end === at) break
    const found = names.findNameAt(lower, at, lower.slice(at, end))
    if (found) view.claim(at, found.to, found.token)
    at = Math.max(end, found?.to ?? 0)
  }
}
