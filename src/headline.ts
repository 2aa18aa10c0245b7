import type { Verdict } from './model/report.ts'

const NAMED = 3

/** The case in a sentence or three: what is wrong, or that nothing was found, and how much could not be checked. */
export function headlineOf(verdicts: readonly Verdict[]): string {
  const all = verdicts.length
  const flagged = verdicts.filter(({ status }) => status === 'flagged')
  const problems = flagged.filter(({ severity }) => severity !== 'info')
  const unchecked = verdicts.filter(({ status }) => status === 'not-checked').length
  const crashed = verdicts.filter(({ status }) => status === 'crashed').length
  if (all > 0 && unchecked === all) return 'Nothing could be checked: what was read holds none of what the checks need.'
  const failed = crashed > 0 ? [`${crashed} of ${all} checks failed inside spoolscope: what they look for is not ruled out.`] : []
  if (problems.length > 0)
    return [...titles(problems), ...(unchecked > 0 ? [`${unchecked} of ${all} checks could not be made.`] : []), ...failed].join(
      ' ',
    )
  const found = crashed > 0 ? 'The others found nothing wrong' : 'Nothing wrong was found'
  const noted = flagged.map((verdict) => `Good to know: ${sentence(verdict)}`)
  return [
    ...failed,
    unchecked > 0 ? `${found}, but ${unchecked} of ${all} checks could not be made.` : `${found}.`,
    ...noted,
  ].join(' ')
}

function titles(problems: readonly Verdict[]): string[] {
  const named = problems.slice(0, NAMED).map(sentence)
  return problems.length > NAMED ? [...named, `And ${problems.length - NAMED} more.`] : named
}

const sentence = ({ title, trial }: Verdict) => `${title.replace(/\.$/, '')}${trial ? ' (on trial)' : ''}.`
