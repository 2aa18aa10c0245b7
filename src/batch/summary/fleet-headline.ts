import { present } from '../../model/defined.ts'
import { formatCount, formatNumber, formatPercent } from '../../model/duration.ts'
import type { FleetSummary } from '../../model/fleet/fleet-summary.ts'

type HeadlineInput = Pick<
  FleetSummary,
  'bundles' | 'cases' | 'outcomes' | 'causes' | 'stuck' | 'lines'
>

/**
 * Summarizes a fleet in some sentences: how many cases have a problem, the most frequent cause, the
 * stuck messages, and how much could not be checked.
 */
export function fleetHeadline({
  bundles,
  cases,
  outcomes,
  causes,
  stuck,
  lines,
}: HeadlineInput): string {
  if (bundles.total === 0)
    return lines.damaged > 0
      ? 'No line of the results could be read.'
      : 'There is nothing to summarize: the results are empty.'
  const total = formatNumber(bundles.total)
  const unanalyzed = bundles.unreadable + bundles.failed
  return present([
    problemSentence(cases, bundles.judged),
    causeSentence(causes),
    outcomes.unexplained > 0
      ? `In ${formatCount(outcomes.unexplained, 'case')} messages fail and no cause was found.`
      : undefined,
    stuckSentence(stuck),
    cases.open > 0
      ? `In ${formatCount(cases.open, 'case')} nothing wrong was found, but some checks were skipped.`
      : undefined,
    unanalyzed > 0
      ? `${formatCount(unanalyzed, 'bundle')} of ${total} could not be analyzed.`
      : undefined,
    lines.damaged > 0
      ? `${formatCount(lines.damaged, 'line')} of the results could not be read.`
      : undefined,
  ]).join(' ')
}

function problemSentence({ affected }: FleetSummary['cases'], analyzed: number): string {
  if (analyzed === 0) return 'No case was analyzed.'
  const total = formatCount(analyzed, 'case')
  if (affected === 0) return `Nothing wrong was found in ${total}.`
  const percent = formatPercent(affected / analyzed)
  return `Something is wrong in ${formatNumber(affected)} of ${total} (${percent}).`
}

function causeSentence({ listed }: FleetSummary['causes']): string | undefined {
  const first = listed.find(({ severity }) => severity !== 'info')
  if (first === undefined) return undefined
  const { cases, trial, certainty } = first
  const details = present([
    trial ? 'experimental' : undefined,
    certainty.proven > 0 && certainty.proven < cases
      ? `proven in ${formatNumber(certainty.proven)}`
      : undefined,
    certainty.proven === cases ? 'proven' : undefined,
  ])
  const frequency = `in ${formatCount(cases, 'case')}${details.length > 0 ? ` (${details.join(', ')})` : ''}`
  return `The most frequent cause, ${frequency}: ${first.title.replace(/\.$/, '')}.`
}

function stuckSentence({ messages, cases, oldest }: FleetSummary['stuck']): string | undefined {
  if (messages === 0) return undefined
  const verb = messages === 1 ? 'is' : 'are'
  const since = oldest === null ? '' : `, the oldest since ${oldest.since.slice(0, 10)}`
  const stuck = `${formatCount(messages, 'message')} ${verb} stuck`
  return `${stuck} in ${formatCount(cases, 'case')}${since}.`
}
