import type { BatchLine } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import type { CaseReport } from '../model/report.ts'
import { type KeyPath, mapStrings } from './map-strings.ts'
import { NameRegistry } from './name-registry.ts'
import { findReplacements, redactText } from './redact-text.ts'
import { removePrivateTexts } from './remove-private-texts.ts'
import { shiftTimes } from './shift-times.ts'
import { type TokenEntry, TokenGenerator } from './token-generator.ts'

/** How a report is to be redacted. */
export interface RedactionOptions {
  /** Makes tokens that are the same wherever it is used. */
  readonly key?: Uint8Array
  /** Milliseconds by which all times move. */
  readonly shift?: number
  /** What an earlier run has named. */
  readonly knownTokens?: readonly TokenEntry[]
  /** Told of each new token. */
  readonly onToken?: (renamed: TokenEntry) => void
}

/**
 * Words for programs, the same in every report: what reads it relies on them. All else is looked
 * at, our own words too.
 */
const OURS = new Set(['rule', 'severity', 'status', 'format', 'kind', 'stage', 'ruleSet', 'sha256'])
const isOurs = (place: KeyPath): boolean => OURS.has(place.at(-1) ?? '')

/**
 * What joins the steps of a journey is a Call-ID, which may look like an address; or the path of a
 * spooled item.
 */
const isCallId = (text: string, place: KeyPath): boolean =>
  place.at(-1) === 'key' && place.includes('journeys') && !/History Spooler/i.test(text)

const NOT_COVERED = [
  'Names of people, machines and projects that stand in free text and that nothing in this case shows to be names',
  'Sizes, counts, builds and settings, which may be rare enough to tell whose case it is',
  'What is encrypted or compressed inside of the evidence; it is not shown either',
]

const TIMES = 'Times: they tell when something happened (--redact-shift moves them)'

export interface Redactor {
  redactCase(report: CaseReport): CaseReport
  /** The whole line of a batch: its report, and its own name. */
  redactLine(line: BatchLine): BatchLine
  /** The token of a case or bundle. */
  caseToken(id: string): string
}

/** Replaces names in reports; what is the same stays the same in all that one redactor redacts. */
export function createRedactor({
  key,
  shift,
  knownTokens: known = [],
  onToken: hear,
}: RedactionOptions): Redactor {
  const tokens = new TokenGenerator(key, hear)
  for (const one of known) tokens.restore(one)
  const names = new NameRegistry(tokens)
  const change =
    (id: string, roots: readonly string[] = []) =>
    (text: string, place: KeyPath) => {
      if (isOurs(place) || text === '') return text
      if (text === id) return names.token('case', id)
      if (isCallId(text, place)) return names.token('call', text)
      const found = redactText(
        roots.reduce((path, root) => path.replaceAll(root, names.token('case', root)), text),
        names,
      )
      return shift === undefined ? found : shiftTimes(found, shift)
    }
  const caseToken = (id: string) => {
    const token = names.token('case', id)
    const base = /[^\\/]*$/.exec(id.replace(/[\\/]+$/, ''))?.[0] ?? id
    names.learn(base, token)
    names.learn(base.replace(/(?:\.(?:zip|tar|gz|tgz|7z|cab))+$/i, ''), token)
    return token
  }
  const redactCase = (report: CaseReport): CaseReport => {
    const id = caseToken(report.id)
    const { redaction: _, ...rest } = report
    // First all names are learnt, wherever they stand; then those that stand bare are known.
    mapStrings(rest, (text, place) => {
      if (!isOurs(place) && !isCallId(text, place)) findReplacements(text, names)
      return text
    })
    const redacted = mapStrings(rest, change(report.id, rootsOf(report)))
    const note = {
      replaced: tokens.replacedCounts,
      timesShifted: shift !== undefined,
      notCovered: shift === undefined ? [...NOT_COVERED, TIMES] : NOT_COVERED,
    }
    return { ...redacted, id, redaction: note }
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
 * Folders that the user typed in front of a file: they may tell whose case it is. Paths inside of a
 * case are relative.
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
    .sort((one, other) => other.length - one.length)

/**
 * A report without what no output may hold, redacted or not: authentication material, and text of
 * messages.
 */
export const removePrivateFromReport = (report: CaseReport): CaseReport =>
  removePrivateTexts(report, isOurs)
