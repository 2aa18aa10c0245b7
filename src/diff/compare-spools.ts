import { defined } from '../model/defined.ts'
import type { CaseReport } from '../model/report.ts'
import type { SpoolChange, SpoolSide, SpoolState } from '../model/report-diff.ts'

/**
 * Compares the spools of two reports. An empty spool does not prove delivery: items may have been
 * deleted.
 */
export function compareSpools(before: CaseReport, after: CaseReport): SpoolChange {
  const [earlier, later] = [spoolOf(before), spoolOf(after)]
  return {
    state: stateOf(earlier, later, analysisTimeOf(before)),
    ...defined({ before: earlier, after: later }),
  }
}

/**
 * `analyzedAt`: time of the first report, milliseconds UTC. Items waiting since a later time are
 * new.
 */
function stateOf(
  before: SpoolSide | undefined,
  after: SpoolSide | undefined,
  analyzedAt: number | undefined,
): SpoolState {
  if (before === undefined || after === undefined) return 'unknown'
  if (before.items === 0) return after.items === 0 ? 'empty' : 'filled'
  if (after.items === 0) return 'drained'
  if (
    analyzedAt !== undefined &&
    after.oldest !== undefined &&
    Date.parse(after.oldest.since) > analyzedAt
  )
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

const analysisTimeOf = ({ asOf }: CaseReport): number | undefined =>
  asOf === null ? undefined : Date.parse(asOf.time)
