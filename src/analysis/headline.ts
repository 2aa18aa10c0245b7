import { present } from '../model/defined.ts'
import { formatNumber } from '../model/duration.ts'
import { isTurnedOff, type Verdict } from '../model/report.ts'
import { firstSentence, withoutExplanation } from '../model/text/prose.ts'
import { inputMostlyUnreadable } from '../rules/input-mostly-unreadable.ts'
import type { FoundCollections } from './collections/find-collections.ts'

/** Maximum number of problems, and of missing evidence, that are listed by name. */
const MAX_LISTED = 3
/** A longer sentence is replaced by the title of the rule, which is easier to grasp. */
const MAX_SENTENCE_LENGTH = 140
const UNREADABLE_TEXT = ': what they need may be in the files that could not be read'

/**
 * Summarizes a case in a few sentences, for a ticket: what does not fit together, the problems, or
 * that nothing was found, and the checks that were skipped.
 */
export const formatHeadline = (
  verdicts: readonly Verdict[],
  collections?: FoundCollections,
): string => joinSentences([collections && mixtureText(collections), formatVerdicts(verdicts)])

/** Says why a case mixes collections that do not fit together. */
export const mixtureText = ({ count, why }: FoundCollections): string =>
  `${formatNumber(count)} collections are mixed in this case: ${why}. Analyze each by itself.`

function formatVerdicts(verdicts: readonly Verdict[]): string {
  const total = verdicts.length
  const flagged = verdicts.filter(({ status }) => status === 'flagged')
  const unreadable = flagged.filter(({ rule }) => rule === inputMostlyUnreadable.id)
  const problems = flagged.filter(({ severity }) => severity !== 'info')
  const turnedOff = verdicts.filter(isTurnedOff)
  const skipped = verdicts.filter(
    (verdict) => verdict.status === 'not-checked' && !isTurnedOff(verdict),
  )
  const crashed = verdicts.filter(({ status }) => status === 'crashed').length
  const turnedOffText = turnedOffSentence(verdicts)
  if (skipped.length > 0 && skipped.length === total - turnedOff.length)
    return joinSentences([
      'Nothing could be checked: none of these files contain the evidence needed.',
      turnedOffText,
    ])
  const skippedText =
    skipped.length > 0
      ? `${countOf(skipped.length, total)} skipped` +
        `${unreadable.length > 0 ? UNREADABLE_TEXT : missingText(skipped)}.`
      : ''
  const crashedText =
    crashed > 0
      ? `${crashed} of ${total} checks crashed: the problems they look for are not ruled out.`
      : undefined
  // Unreadable inputs come first, because they put everything else in doubt.
  if (problems.length > 0)
    return joinSentences([
      ...listProblems([...new Set([...unreadable, ...problems])]),
      skippedText,
      crashedText,
      turnedOffText,
    ])
  const found = crashed > 0 ? 'The others found nothing wrong' : 'Nothing wrong was found'
  return joinSentences([
    crashedText,
    skipped.length > 0 ? `${found}, but ${skippedText}` : `${found}.`,
    turnedOffText,
    ...flagged.map((verdict) => `Note: ${sentence(verdict)}`),
  ])
}

/** `2 of 20 checks are turned off: a and b.`; undefined when all are on. */
export function turnedOffSentence(verdicts: readonly Verdict[]): string | undefined {
  const ids = verdicts.filter(isTurnedOff).map(({ rule }) => rule)
  if (ids.length === 0) return undefined
  const names = ids.length <= MAX_LISTED ? `: ${joinWords(ids)}` : ''
  return `${ids.length} of ${verdicts.length} checks ${ids.length === 1 ? 'is' : 'are'} turned off${names}.`
}

const joinSentences = (sentences: readonly (string | undefined)[]): string =>
  present(sentences)
    .filter((text) => text !== '')
    .join(' ')

/** `1 of 20 checks was`, `2 of 20 checks were` */
const countOf = (count: number, total: number): string =>
  `${count} of ${total} checks ${count === 1 ? 'was' : 'were'}`

function listProblems(problems: readonly Verdict[]): string[] {
  const first = problems.slice(0, MAX_LISTED).map(sentence)
  return problems.length > MAX_LISTED
    ? [...first, `And ${problems.length - MAX_LISTED} more.`]
    : first
}

/** The first sentence of the message if it is short, else the title of the rule. */
function sentence({ title, message, trial }: Verdict): string {
  const first = firstSentence(message)
  const text = first !== '' && first.length <= MAX_SENTENCE_LENGTH ? first : title
  return `${text.replace(/\.$/, '')}${trial ? ' (experimental)' : ''}.`
}

/** `: the client build, the History Spooler and 2 more are missing`, or empty. */
function missingText(skipped: readonly Verdict[]): string {
  const names = new Set(
    skipped.flatMap(({ missing }) => missing.map(({ evidence }) => withoutExplanation(evidence))),
  )
  if (names.size === 0) return ''
  const first = [...names].slice(0, MAX_LISTED)
  const more = names.size > MAX_LISTED ? [`${names.size - MAX_LISTED} more`] : []
  const verb = names.size === 1 && !isPlural(first[0] ?? '') ? 'is' : 'are'
  return `: ${joinWords([...first, ...more])} ${verb} missing`
}

const joinWords = (words: readonly string[]): string =>
  words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : words.join('')

/** Whether the noun before the first preposition is plural, as in `the client’s logs`. */
const isPlural = (evidence: string): boolean =>
  /[^s]s$/.test(evidence.split(/ (?:of|in|with|to|that|for) /)[0] ?? '')
