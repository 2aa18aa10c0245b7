import { present, when } from '../../model/defined.ts'
import { formatNumber } from '../../model/duration.ts'
import type { JourneyReport } from '../../model/journey.ts'
import { formatMoment } from '../../model/moment.ts'
import { paint, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { Text } from '../../terminal/terminal-text.ts'
import { joinText } from '../journey-text.ts'
import { appendSources } from './source-lines.ts'

/**
 * More does not help a reader; the JSON report has all.
 * Limit: messages in a table.
 * Beyond: earlier ones are counted; JSON has more.
 */
const MAX_JOURNEYS = 20

/** Formats the latest offline messages, each with its steps, the latest message first. */
export function journeyLines(
  journeys: readonly JourneyReport[],
  omitted: number,
  style: TextStyle,
): Text[] {
  const latestFirst = [...journeys].reverse()
  const lines = latestFirst
    .slice(0, MAX_JOURNEYS)
    .flatMap((journey, index) => [
      ...when(index > 0, () => ['']),
      ...wrapText(addressText(journey), style.width, { indent: 2 }).map((line) =>
        paint(style, 'bold', line),
      ),
      ...journey.steps.flatMap((step) => stepLines(step, style)),
    ])
  const hidden = Math.max(journeys.length - MAX_JOURNEYS, 0)
  if (hidden > 0) lines.push(`  … and ${formatNumber(hidden)} earlier ones (all in --format json)`)
  if (omitted > 0) lines.push(`  ${formatNumber(omitted)} more are not in the report`)
  return lines
}

/** `To robin@fabrikam.example from kim@contoso.example` */
function addressText({ user, recipient, key }: JourneyReport): string {
  const sender = user === undefined ? '' : ` from ${safeText(user)}`
  const address =
    recipient === undefined
      ? `Message${sender} (recipient unknown)`
      : `To ${safeText(recipient)}${sender}`
  return `${address} · ${safeText(key)}`
}

function stepLines(step: JourneyReport['steps'][number], style: TextStyle): Text[] {
  const { width } = style
  const { at, text, source } = step
  const parts = present([`${formatMoment(Date.parse(at))}  ${safeText(text)}`, joinText(step)])
  const lines = wrapText(parts.join('. '), width, { indent: 6, marker: '• ' })
  return appendSources(lines, [source], style, { width, indent: 6 })
}
