import { createHash } from 'node:crypto'
import type { ArchiveLimits } from '../inputs/archives/limits.ts'
import { wantedBy } from '../judge-case.ts'
import type { BatchOrder } from '../model/batch-line.ts'
import type { WantedRecords } from '../model/matcher.ts'
import { isoTime } from '../model/moment.ts'
import type { Observation } from '../model/observation.ts'
import { UsageError } from '../model/usage-error.ts'
import { rules } from '../rules/index.ts'
import { ARCHIVE_OPTIONS, archiveLimits } from '../settings/archive-limits.ts'
import { type JudgingSettings, judgingSettings, toldOf } from '../settings/judging-settings.ts'
import type { Options } from '../settings/options.ts'

/** The options that change what is said of a bundle. */
const OPTIONS = [
  ...['as-of', 'incident', 'utc-offset', 'date-order', 'code-page', 'rule', 'skip-rule', 'set'],
  ...ARCHIVE_OPTIONS,
]

/** An order as what it asks for. */
export interface Judging extends Omit<JudgingSettings, 'failOn'> {
  readonly told: readonly Observation[]
  readonly wanted: WantedRecords
  readonly limits: ArchiveLimits
}

/** What is ordered by these options. Throws a UsageError for what is not understood: before anything is begun. */
export function orderOf(options: Options, version: string, now: () => number): BatchOrder {
  if ([options['as-of']].flat().some((text) => String(text).trim().toLowerCase() === 'now'))
    throw new UsageError(
      `All bundles are judged as of one moment, which --resume has to know: give it as a time, such as --as-of ${isoTime(now()).replace(/:\d\d\.\d+Z$/, 'Z')}.`,
    )
  const chosen = Object.fromEntries(Object.entries(options).filter(([name]) => OPTIONS.includes(name)))
  return { options: chosen, ruleSet: ruleSetOf(settled(chosen), version) }
}

/** The same rules, limits and options, however they were given, have the same hash. */
function ruleSetOf(
  { rules, thresholds, told, clock, codePage, limits: archive }: Omit<Judging, 'wanted'>,
  version: string,
): string {
  const checked = rules.map((rule) => [rule.id, rule.title, rule.severity, rule.status, rule.thresholds, rule.remedy])
  const limits = [...thresholds].map(([rule, values]) => [rule, [...values].sort()] as const).sort()
  const all = [version, checked, limits, told, clock.utcOffset ?? null, clock.dateOrder ?? null, codePage, archive]
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16)
}

function settled(options: Options): Omit<Judging, 'wanted'> {
  const { rules: chosen, thresholds, clock, codePage } = judgingSettings(options, rules)
  const noClock = () => {
    throw new Error('A batch has no clock')
  }
  return { rules: chosen, thresholds, clock, codePage, told: toldOf(options, noClock), limits: archiveLimits(options) }
}

let last: { readonly ruleSet: string; readonly judging: Judging } | undefined

/** Rules and limits as ordered; worked out once for all bundles of an order. */
export function judgingOf({ options, ruleSet }: BatchOrder): Judging {
  if (last?.ruleSet !== ruleSet) {
    const judging = settled(options)
    last = { ruleSet, judging: { ...judging, wanted: wantedBy(judging.rules) } }
  }
  return last.judging
}
