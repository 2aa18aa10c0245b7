import { availableParallelism } from 'node:os'
import type { ArchiveLimits } from '../inputs/archives/limits.ts'
import { defined } from '../model/defined.ts'
import type { Observation } from '../model/observation.ts'
import type { Rule } from '../model/rule.ts'
import { archiveLimits } from '../settings/archive-limits.ts'
import { read } from '../settings/given.ts'
import { type JudgingSettings, judgingSettings, toldOf } from '../settings/judging-settings.ts'
import type { Options } from '../settings/options.ts'
import { type RedactionSettings, redactionSettings } from '../settings/redaction-settings.ts'
import { type ReportWishes, reportWishes } from './report-wishes.ts'

/** What `analyze` is to do. */
export interface AnalyzeSettings extends JudgingSettings {
  readonly wishes: ReportWishes
  /** What the user tells of the case: heard before anything is read. */
  readonly told: readonly Observation[]
  readonly quiet: boolean
  /** Threads that read at most. */
  readonly jobs: number
  readonly explainReading: boolean
  readonly limits: ArchiveLimits
  readonly redaction?: RedactionSettings
}

/** Every thread takes memory, and disks gain nothing from more. */
const MOST_JOBS = 64

export function analyzeSettings(
  options: Options,
  all: readonly Rule[],
  now: () => number,
): AnalyzeSettings {
  const redaction = redactionSettings(options)
  return {
    wishes: reportWishes(options),
    ...judgingSettings(options, all),
    told: toldOf(options, now),
    quiet: options.quiet === true,
    jobs:
      read(options, 'jobs', jobsOf, `a number from 1 to ${MOST_JOBS}`) ??
      Math.min(availableParallelism(), MOST_JOBS),
    explainReading: options['explain-reading'] === true,
    limits: archiveLimits(options),
    ...defined({ redaction }),
  }
}

const jobsOf = (text: string): number | undefined =>
  /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_JOBS
    ? Number(text)
    : undefined
