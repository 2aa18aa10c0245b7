import { availableParallelism } from 'node:os'
import {
  type AnalysisSettings,
  createTick,
  givenObservations,
  resolveAnalysisSettings,
  toArchiveLimits,
} from '../analysis/analysis-settings.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { MAX_JOBS } from '../cli/options/general-options.ts'
import type { ArchiveLimits } from '../inputs/archives/archive-limits.ts'
import { defined } from '../model/defined.ts'
import type { Observation } from '../model/observation.ts'
import type { Rule } from '../model/rule.ts'
import { type RedactionSettings, reportRedaction } from './redaction/redaction-settings.ts'

/** How to analyze a case that was given on the command line. */
export interface CaseSettings extends AnalysisSettings {
  /** Facts about the case from the options, such as the time of the incident. */
  readonly givenObservations: readonly Observation[]
  /** Most threads that read. */
  readonly jobs: number
  readonly limits: ArchiveLimits
}

/** How to run `analyze`. */
export interface AnalyzeCommandSettings extends CaseSettings {
  readonly redaction?: RedactionSettings
}

export function resolveAnalyzeSettings(
  line: CommandLine<'analyze'>,
  rules: readonly Rule[],
  now: () => number,
): AnalyzeCommandSettings {
  return {
    ...resolveCaseSettings(line.options, rules, now),
    ...defined({ redaction: reportRedaction(line) }),
  }
}

/** Resolves the options that `analyze` and `pack` have in common. */
export function resolveCaseSettings(
  options: CommandLine<'pack'>['options'] | CommandLine<'analyze'>['options'],
  rules: readonly Rule[],
  now: () => number,
): CaseSettings {
  const { 'as-of': asOf, incident } = options
  const given = givenObservations({ asOf: asOf === 'now' ? undefined : asOf, incident })
  return {
    ...resolveAnalysisSettings(options, rules),
    givenObservations:
      asOf === 'now'
        ? [createTick(now(), 'the clock of this machine (--as-of now)'), ...given]
        : given,
    jobs: options.jobs ?? Math.min(availableParallelism(), MAX_JOBS),
    limits: toArchiveLimits(options),
  }
}
