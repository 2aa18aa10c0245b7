import { findAccounts } from './find-accounts.ts'
import { findAddresses, findQuotedLocalParts } from './find-addresses.ts'
import { findContexts, findQuotedNames } from './find-contexts.ts'
import { findDistinguishedNames } from './find-distinguished-names.ts'
import { findEncoded } from './find-encoded.ts'
import { findHosts } from './find-hosts.ts'
import { findLearnedNames } from './find-learned-names.ts'
import { findMeetings } from './find-meetings.ts'
import { findHardwareAddresses, findIpv4, findNumbers } from './find-numbers.ts'
import { findPaths } from './find-paths.ts'
import { findPrivate, findPrivateStrings } from './find-private.ts'
import { ALL_FINDERS, FINDER_GROUP } from './finder-groups.ts'
import type { NameRegistry } from './name-registry.ts'
import { createView, createViews, findAllPrivate } from './private-text.ts'
import { Replacements, type TextView } from './replacements.ts'
import { tokenPattern } from './token-kind.ts'

/** Matches the end of every token. Used to skip texts without tokens. */
const TOKEN_HINT = /[a-z]-(?:\d|k[a-z2-7]{12})/

/** More passes than hostile texts need until nothing changes. */
const MAX_PASSES = 4

/**
 * Replaces all names that can be found in a text by tokens, and removes private text. Repeats this
 * until nothing changes: next to a token, a finder may recognize what it did not before. So
 * redacting the result again changes nothing.
 */
export function redactText(text: string, names: NameRegistry): string {
  let redacted = text
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const before = redacted
    redacted = findReplacements(before, names).applyTo(before)
    if (redacted === before) break
  }
  return redacted
}

/**
 * Finds the parts of a text to replace. Searches the completely decoded text first, then each layer
 * above it. `groups`: the finders that may find something in the text.
 */
export function findReplacements(
  text: string,
  names: NameRegistry,
  groups = ALL_FINDERS,
  depth = 0,
): Replacements {
  const replacements = new Replacements(text.length)
  protectTokens(text, replacements)
  if ((groups & FINDER_GROUP.escape) === 0) {
    findInView(createView(text, replacements, undefined), names, groups, depth)
    return replacements
  }
  const views = createViews(text, replacements)
  findAllPrivate(views)
  for (const view of [...views].reverse()) {
    findQuotedNames(view, names)
    findQuotedLocalParts(view, names)
  }
  for (const view of views) findNames(view, names, ALL_FINDERS, depth)
  return replacements
}

/** Searches a text without escapes. */
function findInView(view: TextView, names: NameRegistry, groups: number, depth: number): void {
  if (groups & FINDER_GROUP.private) {
    findPrivateStrings(view)
    findPrivate(view)
  }
  if (groups & FINDER_GROUP.context) findQuotedNames(view, names)
  if (groups & FINDER_GROUP.address) findQuotedLocalParts(view, names)
  findNames(view, names, groups, depth)
}

function findNames(view: TextView, names: NameRegistry, groups: number, depth: number): void {
  for (const [group, find] of finders) if (groups & group) find(view, names)
  if (groups & FINDER_GROUP.encoded && depth < 2)
    findEncoded(
      view,
      names,
      (inner) => !findReplacements(inner, names, ALL_FINDERS, depth + 1).isEmpty,
    )
}

/** Finds names by what is next to them or by their form, the most reliable first. */
const finders: readonly (readonly [
  group: number,
  find: (view: TextView, names: NameRegistry) => void,
])[] = [
  [FINDER_GROUP.context, findContexts],
  [FINDER_GROUP.distinguishedName, findDistinguishedNames],
  [FINDER_GROUP.meeting, findMeetings],
  [FINDER_GROUP.address, findAddresses],
  [FINDER_GROUP.path, findPaths],
  [FINDER_GROUP.number, findNumbers],
  [FINDER_GROUP.ip, findIpv4],
  [FINDER_GROUP.number, findHardwareAddresses],
  [FINDER_GROUP.host, findHosts],
  [FINDER_GROUP.account, findAccounts],
  [FINDER_GROUP.learned, findLearnedNames],
]

/** Protects the tokens of an earlier redaction. */
function protectTokens(text: string, replacements: Replacements): void {
  if (!TOKEN_HINT.test(text)) return
  for (const { 0: token, index } of text.matchAll(tokenPattern()))
    replacements.protect(index, index + token.length)
}
