import { TokenGenerator } from '../../redact/token-generator.ts'
import { RedactionMap } from './redaction-map.ts'
import type { RedactionSettings } from './redaction-settings.ts'

/** The tokens of one run, and the map that they are written to. */
export interface RedactionTokens {
  readonly tokens: TokenGenerator
  readonly map: RedactionMap | undefined
  /** Milliseconds that times are moved by. */
  readonly shift: number | undefined
}

/** Opens the map, and restores the tokens in it. Throws a UsageError for a map that does not fit. */
export function openTokens(settings: RedactionSettings): RedactionTokens {
  const map = settings.map === undefined ? undefined : new RedactionMap(settings.map, settings)
  const tokens = new TokenGenerator(settings.key, map?.add)
  for (const entry of map?.knownEntries ?? []) tokens.restore(entry)
  return { tokens, map, shift: map?.shift ?? settings.shift }
}

/** `replaced user 2, domain 1` */
export function describeReplaced(tokens: TokenGenerator): string {
  const counts = Object.entries(tokens.replacedCounts).map(([kind, count]) => `${kind} ${count}`)
  return counts.length === 0 ? 'no names found' : `replaced ${counts.join(', ')}`
}
