import { present } from '../model/defined.ts'
import type { Verdict } from '../model/report.ts'

const NAMED = 3
/** A sentence longer than this says less at a glance than the rule's title. */
const LONGEST = 140

/**
 * The case in a few sentences, fit for a ticket: what is wrong, or that nothing was found, and what
 * could not be checked.
 */
export function formatHeadline(verdicts: readonly Verdict[]): string {
  const all = verdicts.length
  const flagged = verdicts.filter(({ status }) => status === 'flagged')
  const problems = flagged.filter(({ severity }) => severity !== 'info')
  const unchecked = verdicts.filter(({ status }) => status === 'not-checked')
  const crashed = verdicts.filter(({ status }) => status === 'crashed').length
  if (all > 0 && unchecked.length === all)
    return 'Nothing could be checked: what was read holds none of what the checks need.'
  const open = `${unchecked.length} of ${all} checks could not be made${lacking(unchecked)}.`
  const failed =
    crashed > 0
      ? [
          `${crashed} of ${all} checks failed inside spoolscope: what they look for is not ruled out.`,
        ]
      : []
  if (problems.length > 0)
    return present([...named(problems), unchecked.length > 0 ? open : undefined, ...failed]).join(
      ' ',
    )
  const found = crashed > 0 ? 'The others found nothing wrong' : 'Nothing wrong was found'
  const noted = flagged.map((verdict) => `Good to know: ${sentence(verdict)}`)
  return [...failed, unchecked.length > 0 ? `${found}, but ${open}` : `${found}.`, ...noted].join(
    ' ',
  )
}

function named(problems: readonly Verdict[]): string[] {
  const first = problems.slice(0, NAMED).map(sentence)
  return problems.length > NAMED ? [...first, `And ${problems.length - NAMED} more.`] : first
}

/** What was found, with its numbers, where that is short; else the rule's title. */
function sentence({ title, message, trial }: Verdict): string {
  const lead = firstSentence(message)
  const words = lead !== '' && lead.length <= LONGEST ? lead : title
  return `${words.replace(/\.$/, '')}${trial ? ' (on trial)' : ''}.`
}

/** Up to a full stop with a blank behind it: that of `kim@contoso.example` ends nothing. */
const firstSentence = (text: string): string => text.split(/(?<=\.)\s/)[0] ?? ''

/** `, for lack of the client build, the History Spooler and 2 more` */
function lacking(unchecked: readonly Verdict[]): string {
  // the Configuration Information window (where the mailbox is, and whether EWS works)
  const pieces = new Set(
    unchecked.flatMap(({ missing }) =>
      missing.map(({ evidence }) => evidence.replace(/ \(.*$/, '')),
    ),
  )
  const first = [...pieces].slice(0, NAMED)
  const more = pieces.size > NAMED ? [`${pieces.size - NAMED} more`] : []
  return pieces.size === 0 ? '' : `, for lack of ${listed([...first, ...more])}`
}

const listed = (words: readonly string[]): string =>
  words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : words.join('')
