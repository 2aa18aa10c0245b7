import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { wantedBy } from '../analysis/judge-case.ts'
import type { ArchiveLimits } from '../inputs/archives/limits.ts'
import type { BatchOrder } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import { isoTime } from '../model/moment.ts'
import type { Observation } from '../model/observation.ts'
import type { Decoding } from '../model/parser.ts'
import { UsageError } from '../model/usage-error.ts'
import type { WantedRecords } from '../model/wanted-records.ts'
import { rules } from '../rules/index.ts'
import { ARCHIVE_OPTIONS, archiveLimits } from '../settings/archive-limits.ts'
import { type JudgingSettings, judgingSettings, toldOf } from '../settings/judging-settings.ts'
import type { Options } from '../settings/options.ts'

/** Of these, the ones that name files. */
const PLACES = ['tmf', 'manifest']
/** The options that change what is said of a bundle. */
const OPTIONS = [
  'as-of',
  'incident',
  'utc-offset',
  'date-order',
  'code-page',
  'rule',
  'skip-rule',
  'set',
  ...PLACES,
  ...ARCHIVE_OPTIONS,
]

/** An order as what it asks for. */
export interface Judging extends Omit<JudgingSettings, 'failOn'> {
  readonly told: readonly Observation[]
  readonly wanted: WantedRecords
  readonly limits: ArchiveLimits
}

/**
 * What is ordered by these options. Throws a UsageError for what is not understood: before anything
 * is begun.
 */
export function orderOf(options: Options, version: string, now: () => number): BatchOrder {
  if ([options['as-of']].flat().some((text) => String(text).trim().toLowerCase() === 'now'))
    throw new UsageError(
      `All bundles are judged as of one moment, which --resume has to know: give it as a time, such as --as-of ${isoTime(now()).replace(/:\d\d\.\d+Z$/, 'Z')}.`,
    )
  const chosen: Record<string, true | readonly string[]> = Object.fromEntries(
    Object.entries(options).filter(([name]) => OPTIONS.includes(name)),
  )
  // Workers elsewhere run in folders of their own.
  for (const name of PLACES)
    if (Array.isArray(chosen[name])) chosen[name] = chosen[name].map((path) => resolve(path))
  const judging = settled(chosen)
  const decoding = decodingHash(judging.decoding)
  return {
    options: chosen,
    ruleSet: ruleSetOf(judging, version),
    ...defined({ decoding }),
  }
}

/** By content: where the files lie does not matter. */
function decodingHash(decoding: Decoding | undefined): string | undefined {
  if (!decoding) return undefined
  const hash = createHash('sha256')
  for (const [kind, texts] of Object.entries(decoding))
    for (const { text } of texts) hash.update(`${kind} ${text.length} `).update(text)
  return hash.digest('hex')
}

/** The same rules, limits and options, however they were given, have the same hash. */
function ruleSetOf(
  { rules, thresholds, told, clock, codePage, decoding, limits: archive }: Omit<Judging, 'wanted'>,
  version: string,
): string {
  const checked = rules.map((rule) => [
    rule.id,
    rule.title,
    rule.severity,
    rule.status,
    rule.thresholds,
    rule.remedy,
  ])
  const limits = [...thresholds].map(([rule, values]) => [rule, [...values].sort()] as const).sort()
  const all = [
    version,
    checked,
    limits,
    told,
    clock.utcOffset ?? null,
    clock.dateOrder ?? null,
    codePage,
    archive,
    decodingHash(decoding) ?? null,
  ]
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16)
}

function settled(options: Options): Omit<Judging, 'wanted'> {
  const { rules: chosen, thresholds, clock, codePage, decoding } = judgingSettings(options, rules)
  const noClock = () => {
    throw new Error('A batch has no clock')
  }
  return {
    rules: chosen,
    thresholds,
    clock,
    codePage,
    told: toldOf(options, noClock),
    limits: archiveLimits(options),
    ...defined({ decoding }),
  }
}

let last: { readonly ruleSet: string; readonly judging: Judging } | undefined

/** Rules and limits as ordered; worked out once for all bundles of an order. */
export function judgingOf({ options, ruleSet, decoding }: BatchOrder): Judging {
  if (last?.ruleSet !== ruleSet) {
    const judging = settled(options)
    if (decodingHash(judging.decoding) !== decoding)
      throw new UsageError(
        'The files that --tmf and --manifest name are not the same here as where the bundles were ordered.',
      )
    last = { ruleSet, judging: { ...judging, wanted: wantedBy(judging.rules) } }
  }
  return last.judging
}
