import type { Rule } from '../model/rule.ts'
import { spoolMessageStuck } from '../rules/spool-message-stuck.ts'
import { type AnalysisSettings, parseAnalysisSettings } from '../settings/analysis-settings.ts'
import { choice, many } from '../settings/given.ts'
import type { Options } from '../settings/options.ts'
import { parseStopCondition, type StopCondition } from './stop-condition.ts'

/** What `watch` is to do, in the model's own terms. */
export interface WatchSettings extends AnalysisSettings {
  /** `dashboard` only where there is a terminal. */
  readonly display: 'dashboard' | 'plain' | 'ndjson'
  readonly stopConditions: readonly StopCondition[]
  readonly setsExitCode: boolean
  readonly poll: boolean
  readonly quiet: boolean
  /** After so many milliseconds an item is stuck. */
  readonly stuckAfterMs: number
}

export function parseWatchSettings(
  options: Options,
  all: readonly Rule[],
  terminal: boolean,
): WatchSettings {
  const judging = parseAnalysisSettings(options, all)
  const given = judging.thresholds.get(spoolMessageStuck.id)?.get('stuckAfter')
  const ndjson =
    options.format !== undefined && choice(options, 'format', ['ndjson'], 'ndjson') === 'ndjson'
  return {
    ...judging,
    display: ndjson ? 'ndjson' : options.plain === true || !terminal ? 'plain' : 'dashboard',
    stopConditions: many(options, 'until').map((text) => parseStopCondition(text, judging.rules)),
    setsExitCode: options['exit-code'] === true,
    poll: options.poll === true,
    quiet: options.quiet === true,
    stuckAfterMs: Number(given ?? spoolMessageStuck.thresholds.stuckAfter?.value),
  }
}
