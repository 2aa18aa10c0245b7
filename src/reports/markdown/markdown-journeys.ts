import { present, when } from '../../model/defined.ts'
import { formatCount } from '../../model/duration.ts'
import type { JourneyReport, JourneyStage } from '../../model/journey.ts'
import { SECTION_TITLES } from '../case-text.ts'
import { safeProse } from './markdown-text.ts'

/**
 * A ticket shows the latest messages. The JSON report contains more.
 * Limit: messages shown in Markdown.
 * Beyond: earlier ones are counted.
 */
const MAX_JOURNEYS = 20

const SHORT_STAGES: Readonly<Record<JourneyStage, string>> = {
  sent: 'sent',
  'recipient-offline': 'recipient offline',
  spooled: 'spooled',
  'picked-up': 'picked up',
  'ews-answered': 'EWS answered',
  gone: 'gone from the spool',
  stuck: 'stuck',
  reached: 'reached',
}

/**
 * Formats the latest offline messages as a table with a row for each, the latest first. `earlier`:
 * number of messages that the report does not contain.
 */
export function journeyTable(journeys: readonly JourneyReport[], earlier = 0): string[] {
  if (journeys.length === 0) return []
  const shown = [...journeys].reverse().slice(0, MAX_JOURNEYS)
  const omitted = journeys.length - shown.length + earlier
  return [
    '',
    `#### ${SECTION_TITLES.journeys}`,
    '',
    '| First seen (UTC) | From | To | Steps |',
    '|---|---|---|---|',
    ...shown.map(journeyRow),
    ...when(omitted > 0, () => ['', `${formatCount(omitted, 'earlier message')} not shown.`]),
  ]
}

function journeyRow({ user, recipient, steps }: JourneyReport): string {
  const [first] = steps
  const day = first?.at.slice(0, 10)
  const texts = steps.map(({ stage, at, text, inferred }) => {
    // Within a day the time is enough.
    const time = at.slice(0, 10) === day ? at.slice(11, 19) : shortMoment(at)
    return `${time} ${stageText(stage, text)}${inferred ? ' (by time)' : ''}`
  })
  const cells = [shortMoment(first?.at ?? ''), user ?? '–', recipient ?? '–', texts.join(', ')]
  return `| ${cells.map(tableCell).join(' | ')} |`
}

/** Two stages have texts that say more than their names: which code, and for how long. */
function stageText(stage: JourneyStage, text: string): string {
  if (stage === 'ews-answered') return text
  return stage === 'stuck' ? text.replace(/^Stuck/, 'stuck') : SHORT_STAGES[stage]
}

/** `2016-09-20 06:28:40` */
const shortMoment = (time: string): string =>
  present([time.slice(0, 10), time.slice(11, 19) || undefined]).join(' ')

/** A pipe would end the cell even inside code. */
const tableCell = (text: string): string => safeProse(text.replaceAll('|', '¦'))
