import type { BatchLine } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import type { CaseReport } from '../model/report.ts'
import { isFixedField } from './fixed-fields.ts'
import { type KeyPath, mapStrings } from './map-strings.ts'
import { NameRegistry } from './name-registry.ts'
import { findReplacements, redactText } from './redact-text.ts'
import { shiftTimes } from './shift-times.ts'
import { type TokenEntry, TokenGenerator } from './token-generator.ts'
import { isToken } from './token-kind.ts'
import { trimEnd } from './trim-end.ts'

/** Options for redacting reports. */
export interface RedactionOptions {
  /**
   * Secret key. The same key gives the same tokens in every run. Without it, tokens are numbered.
   */
  readonly key?: Uint8Array
  /** Offset in milliseconds added to all times. */
  readonly shift?: number
  /** Tokens of an earlier run, which are reused. */
  readonly knownTokens?: readonly TokenEntry[]
  /** Called for every new token. */
  readonly onToken?: (entry: TokenEntry) => void
  /** Names and tokens of copies of the same case, in place of new ones. */
  readonly shared?: { readonly tokens: TokenGenerator; readonly names: NameRegistry }
}

const ARCHIVE_ENDING = /\.(?:zip|tar|gz|tgz|7z|cab)$/i

/**
 * The key of a journey is a Call-ID, which may look like an address, or the path of a spooled item.
 */
const isCallId = (text: string, path: KeyPath): boolean =>
  path.includes('journeys') &&
  (path.at(-1) === 'conversation' || (path.at(-1) === 'key' && !/History Spooler/i.test(text)))

const NOT_COVERED = [
  'Names of people, machines and projects in free text ' +
    'that nothing else in this case identifies as names',
  'Sizes, counts, builds and settings, which may be rare enough to identify the case',
  'Encrypted or compressed content in the evidence; reports do not show it either',
]

const TIMES_NOT_COVERED = 'Times of events (use --redact-shift to shift them)'

export interface Redactor {
  redactCase(report: CaseReport): CaseReport
  /** Redacts a result line of `batch`: its report and the name of the bundle. */
  redactLine(line: BatchLine): BatchLine
  /** Token for the id of a case or bundle. */
  caseToken(id: string): string
}

/** Creates a redactor. Equal names get equal tokens in everything it redacts. */
export function createRedactor({
  key,
  shift,
  knownTokens = [],
  onToken,
  shared,
}: RedactionOptions): Redactor {
  const tokens = shared?.tokens ?? new TokenGenerator(key, onToken)
  for (const entry of knownTokens) tokens.restore(entry)
  const names = shared?.names ?? new NameRegistry(tokens)
  const change =
    (id: string, roots: readonly string[] = []) =>
    (text: string, path: KeyPath) => {
      if (isFixedField(path) || text === '') return text
      if (text === id) return isToken(id) ? id : names.tokenFor('case', id)
      if (isCallId(text, path)) return isToken(text) ? text : names.tokenFor('call', text)
      const found = redactText(
        roots.reduce(
          (current, root) => current.replaceAll(root, names.tokenFor('case', root)),
          text,
        ),
        names,
      )
      return shift === undefined ? found : shiftTimes(found, shift)
    }
  const caseToken = (id: string) => {
    if (isToken(id)) return id
    const token = names.tokenFor('case', id)
    const base = trimEnd(id, '\\/').split(/[\\/]/).at(-1) ?? id
    names.learn(base, token)
    let stem = base
    while (ARCHIVE_ENDING.test(stem)) stem = stem.slice(0, stem.lastIndexOf('.'))
    names.learn(stem, token)
    return token
  }
  const redactCase = (report: CaseReport): CaseReport => {
    const id = caseToken(report.id)
    // Settings of rules are of this program. A date among them must not show how times are shifted.
    const { redaction: _, changedSettings, ...rest } = report
    // The first pass learns all names. The second pass can then replace names without context.
    mapStrings(rest, (text, path) => {
      if (!isFixedField(path) && !isCallId(text, path)) findReplacements(text, names)
      return text
    })
    const redacted = mapStrings(rest, change(report.id, rootsOf(report)))
    const note = {
      replaced: tokens.replacedCounts,
      timesShifted: shift !== undefined,
      notCovered: shift === undefined ? [...NOT_COVERED, TIMES_NOT_COVERED] : NOT_COVERED,
    }
    return { ...redacted, id, ...defined({ changedSettings }), redaction: note }
  }
  const redactLine = (line: BatchLine): BatchLine => {
    const { report, bundle, reason, ...rest } = line
    const token = caseToken(bundle)
    return {
      ...rest,
      bundle: token,
      ...defined({
        reason: reason === undefined ? undefined : change(bundle)(reason, ['reason']),
        report: report === undefined ? undefined : redactCase(report),
      }),
    }
  }
  return { redactCase, redactLine, caseToken }
}

/**
 * Folders of absolute paths, longest first. They were typed by the user and may identify the case.
 * Paths inside a case are relative.
 */
const rootsOf = ({ inputs }: CaseReport): string[] =>
  [
    ...new Set(
      inputs.flatMap(
        ({ path }) => /^((?:[A-Za-z]:|\.{0,2}|~)?[\\/].*)[\\/][^\\/]*$/.exec(path)?.[1] ?? [],
      ),
    ),
  ]
    .filter((root) => root.length > 2)
    .sort((left, right) => right.length - left.length)
