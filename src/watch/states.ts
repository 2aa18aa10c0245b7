import type { LiveSpool } from '../inputs/live/live-inputs.ts'
import { spoolFolderOf, spoolItemOf } from '../inputs/spool-folder.ts'
import type { LiveItem } from '../model/live-view.ts'
import type { Observation, ObservationKind, SpoolItemSeen } from '../model/observation.ts'
import type { InputSummary } from '../model/tally.ts'

/** What may change while it is watched; all else that is noticed stays true. */
export const STATES: ReadonlySet<ObservationKind> = new Set([
  'spool-folder',
  'spool-item',
  'input',
  'collected',
  'tick',
  'incident',
])

export const isState = ({ kind }: Observation): boolean => STATES.has(kind)

/**
 * How things are now: what the user told, what lists and manifests say, each spool with its items,
 * each input as far as it is read.
 */
export function states(
  told: readonly Observation[],
  spools: readonly LiveSpool[],
  inputs: readonly InputSummary[],
  now: number,
): Observation[] {
  const tick: Observation = {
    kind: 'tick',
    at: now,
    from: 'the clock of this machine',
    source: { path: '--as-of' },
  }
  return [
    tick,
    ...told,
    ...spools.flatMap(spoolStates),
    ...inputs.map((input): Observation => ({ kind: 'input', source: { path: input.path }, input })),
  ]
}

function spoolStates(spool: LiveSpool): Observation[] {
  return [spoolFolderOf(spool), ...[...spool.items.values()].map(seenOf)]
}

const seen = new WeakMap<LiveItem, SpoolItemSeen>()

/** The same observation as long as an item is the same: thousands are told again and again. */
function seenOf(item: LiveItem): SpoolItemSeen {
  const known = seen.get(item) ?? spoolItemOf(item)
  seen.set(item, known)
  return known
}
