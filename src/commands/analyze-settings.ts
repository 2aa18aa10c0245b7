import { availableParallelism } from 'node:os'
import type { ArchiveLimits } from '../inputs/archives/archive-limits.ts'
import { defined } from '../model/defined.ts'
import type { Observation } from '../model/observation.ts'
import type { Rule } from '../model/rule.ts'
import {
  type AnalysisSettings,
  parseAnalysisSettings,
  parseGivenObservations,
} from '../settings/analysis-settings.ts'
import { parseArchiveLimits } from '../settings/archive-limits.ts'
import { read } from '../settings/given.ts'
import type { Options } from '../settings/options.ts'
import { parseRedactionSettings, type RedactionSettings } from '../settings/redaction-settings.ts'
import { parseReportTargets, type ReportTargets } from './report-targets.ts'

/** What `analyze` is to do. */
export interface AnalyzeCommandSettings extends AnalysisSettings {
  readonly targets: ReportTargets
  /** What the user tells of the case: heard before anything is read. */
  readonly observations: readonly Observation[]
  readonly quiet: boolean
  /** Threads that read at most. */
  readonly jobs: number
  readonly explainReading: boolean
  readonly limits: ArchiveLimits
  readonly redaction?: RedactionSettings
}

/** Every thread takes memory, and disks gain nothing from more. */
const MAX_JOBS = 64

export function parseAnalyzeSettings(
  options: Options,
  all: readonly Rule[],
  now: () => number,
): AnalyzeCommandSettings {
  const redaction = parseRedactionSettings(options)
  return {
    targets: parseReportTargets(options),
    ...parseAnalysisSettings(options, all),
    observations: parseGivenObservations(options, now),
    quiet: options.quiet === true,
    jobs:
      read(options, 'jobs', parseJobs, `a number from 1 to ${MAX_JOBS}`) ??
      Math.min(availableParallelism(), MAX_JOBS),
    explainReading: options['explain-reading'] === true,
    limits: parseArchiveLimits(options),
    ...defined({ redaction }),
  }
}

const parseJobs = (text: string): number | undefined =>
  /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_JOBS ? Number(text) : undefined
