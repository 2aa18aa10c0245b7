import { defined } from '../model/defined.ts'
import type { CaseReport } from '../model/report.ts'
import type { SpoolChange, SpoolSide, SpoolState } from '../model/report-diff.ts'

/** What became of the spool. Empty is not delivered: items can be deleted, too. */
export function compareSpools(before: CaseReport, after: CaseReport): SpoolChange {
  const [earlier, later] = [spoolOf(before), spoolOf(after)]
  return {
    state: stateOf(earlier, later, momentOf(before)),
    ...defined({ before: earlier, after: later }),
  }
}

/**
 * `judged`: the moment of the earlier report, milliseconds UTC: what waits since later was not
 * there.
 */
function stateOf(
  before: SpoolSide | undefined,
  after: SpoolSide | undefined,
  judged: number | undefined,
): SpoolState {
  if (before === undefined || after === undefined) return 'unknown'
  if (before.items === 0) return after.items === 0 ? 'empty' : 'filled'
  if (after.items === 0) return 'drained'
  if (judged !== undefined && after.oldest !== undefined && Date.parse(after.oldest.since) > judged)
    return 'turned-over'
  if (after.items === before.items) return 'same'
  return after.items > before.items ? 'grown' : 'shrunk'
}

function spoolOf({ facts, asOf }: CaseReport): SpoolSide | undefined {
  const { spoolItems, spoolBytes, oldestSpooled } = facts
  if (typeof spoolItems?.value !== 'number') return undefined
  const since = Date.parse(String(oldestSpooled?.value ?? ''))
  const at = Date.parse(asOf?.time ?? '')
  const waited = at - since
  return {
    items: spoolItems.value,
    ...defined({ bytes: typeof spoolBytes?.value === 'number' ? spoolBytes.value : undefined }),
    ...defined({
      oldest:
        Number.isNaN(since) || oldestSpooled === undefined
          ? undefined
          : {
              since: String(oldestSpooled.value),
              ...defined({ waited: waited >= 0 ? waited : undefined }),
            },
    }),
  }
}

const momentOf = ({ asOf }: CaseReport): number | undefined =>
  asOf === null ? undefined : Date.parse(asOf.time)
