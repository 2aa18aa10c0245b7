import { isWordCode } from './characters.ts'
import type { NameRegistry } from './name-registry.ts'
import type { TextView } from './replacements.ts'

/** Finds learned names without context: `kim` after `kim@contoso.example` was learned. */
export function findLearnedNames(view: TextView, names: NameRegistry): void {
  if (!names.hasLearnedNames) return
  const lower = view.text.toLowerCase()
  // Some letters become longer in lower case, so offsets would not match.
  if (lower.length !== view.text.length) return
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
