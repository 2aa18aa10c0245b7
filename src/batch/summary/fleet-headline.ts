import { formatCount, formatNumber, formatPercent } from '../../model/duration.ts'
import type { FleetSummary } from '../../model/fleet-summary.ts'

type HeadlineInput = Pick<FleetSummary, 'bundles' | 'cases' | 'causes' | 'stuck' | 'lines'>

/**
 * The fleet in a few sentences: in how many something is wrong, what most often, how many messages
 * wait, what is not known.
 */
export function fleetHeadline({ bundles, cases, causes, stuck, lines }: HeadlineInput): string {
  if (bundles.total === 0)
    return lines.damaged > 0
      ? 'No line of the results could be read.'
      : 'There is nothing to summarize: the results are empty.'
  const said = [sumSentence(cases, bundles.judged)]
  const [first] = causes.listed.filter(({ severity }) => severity !== 'info')
  if (first)
    said.push(
      `The most frequent cause, in ${formatCount(first.cases, 'case')}${first.trial ? ' (on trial)' : ''}: ${first.title.replace(/\.$/, '')}.`,
    )
  if (stuck.messages > 0) {
    const since =
      stuck.oldest === null ? '' : `, the oldest since ${stuck.oldest.since.slice(0, 10)}`
    said.push(
      `${formatCount(stuck.messages, 'message')} ${stuck.messages === 1 ? 'is' : 'are'} stuck in ${formatCount(stuck.cases, 'case')}${since}.`,
    )
  }
  if (cases.open > 0)
    said.push(
      `In ${formatCount(cases.open, 'case')} nothing wrong was found, but not all could be checked.`,
    )
  const lost = bundles.unreadable + bundles.failed
  if (lost > 0)
    said.push(
      `${formatCount(lost, 'bundle')} of ${formatNumber(bundles.total)} could not be judged.`,
    )
  if (lines.damaged > 0)
    said.push(`${formatCount(lines.damaged, 'line')} of the results could not be read.`)
  return said.join(' ')
}

function sumSentence({ affected }: FleetSummary['cases'], judged: number): string {
  if (judged === 0) return 'No case was judged.'
  if (affected === 0) return `Nothing wrong was found in ${formatCount(judged, 'case')}.`
  return `Something is wrong in ${formatNumber(affected)} of ${formatCount(judged, 'case')} (${formatPercent(affected / judged)}).`
}
