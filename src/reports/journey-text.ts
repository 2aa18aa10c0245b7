import { formatDuration } from '../model/duration.ts'
import type { JoinKind, JourneyReport } from '../model/journey.ts'

const JOIN_METHODS: Readonly<Record<JoinKind, string>> = {
  'call-id': 'by its Call-ID',
  'conversation-id': 'by the id of its conversation',
  item: 'by the spooled item',
  time: 'by its time only',
}

/**
 * Says how a step was linked to earlier ones: `Inferred: joined by its time only, within 30 s`.
 * Undefined for a first step.
 */
export function joinText({
  inferred,
  by,
  within,
}: JourneyReport['steps'][number]): string | undefined {
  if (!inferred && by === undefined) return undefined
  const window = within === undefined ? '' : `, within ${formatDuration(within)}`
  const kind = by ?? 'time'
  return `${inferred ? 'Inferred: joined' : 'Joined'} ${JOIN_METHODS[kind] ?? kind}${window}`
}
