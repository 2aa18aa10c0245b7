import { present } from '../model/defined.ts'
import { formatCount } from '../model/duration.ts'
import type { SpoolState, VerdictChanges } from '../model/report-diff.ts'

const SPOOL_TEXTS: Readonly<Partial<Record<SpoolState, string>>> = {
  drained: 'the spool is drained',
  'turned-over': 'the old items are gone from the spool',
  shrunk: 'fewer items wait in the spool',
  grown: 'more items wait in the spool',
  filled: 'items wait in a spool that was empty',
}

/** `Better: 3 of 3 problems cleared, nothing new, the spool is drained.` */
export function diffHeadline(verdicts: VerdictChanges, spool: SpoolState): string {
  const { cleared, appeared, persisting, unknown } = verdicts
  const before = cleared.length + persisting.length + unknown.length
  const crashed = [...verdicts.lost, ...verdicts.same].filter(
    ({ after }) => after.status === 'crashed',
  ).length
  const parts = present([
    before === 0
      ? 'nothing was flagged before'
      : `${cleared.length} of ${formatCount(before, 'problem')} cleared`,
    appeared.length === 0 ? 'nothing new' : `${appeared.length} new`,
    persisting.length > 0
      ? `${persisting.length} persist${persisting.length === 1 ? 's' : ''}`
      : undefined,
    unknown.length > 0 ? `${unknown.length} unknown now` : undefined,
    crashed > 0 ? `${formatCount(crashed, 'check')} crashed` : undefined,
    SPOOL_TEXTS[spool],
  ])
  return `${describeChange(verdicts)}: ${parts.join(', ')}.`
}

function describeChange({ cleared, appeared, persisting, unknown }: VerdictChanges): string {
  if (appeared.length > 0) return cleared.length > 0 ? 'Worse in part' : 'Worse'
  if (unknown.length > 0) return 'No proven improvement'
  if (cleared.length > 0) return persisting.length > 0 ? 'Better in part' : 'Better'
  return persisting.length > 0 ? 'No better' : 'No change'
}
