import { type AnalysisSettings, resolveAnalysisSettings } from '../analysis/analysis-settings.ts'
import type { OptionValues } from '../cli/options/define-option.ts'
import type { StopCondition } from '../cli/options/stop-condition.ts'
import type { watchOptions } from '../cli/options/watch-options.ts'
import type { Rule } from '../model/rule.ts'
import { UsageError } from '../model/usage-error.ts'
import { spoolMessageStuck } from '../rules/spool-message-stuck.ts'

/** How to run `watch`. */
export interface WatchSettings extends AnalysisSettings {
  /** `dashboard` needs a terminal. */
  readonly display: 'dashboard' | 'plain' | 'ndjson'
  readonly stopConditions: readonly StopCondition[]
  readonly poll: boolean
  readonly followLinks: boolean
  /** Age in milliseconds from which a spooled item counts as stuck. */
  readonly stuckAfterMs: number
}

export function resolveWatchSettings(
  options: OptionValues<typeof watchOptions>,
  rules: readonly Rule[],
  hasTerminal: boolean,
): WatchSettings {
  const settings = resolveAnalysisSettings(options, rules)
  const stuckAfter = settings.thresholds.get(spoolMessageStuck.id)?.get('stuckAfter')
  rejectUncheckedRules(options.until, settings.rules)
  return {
    ...settings,
    display: options.format ?? (options.plain || !hasTerminal ? 'plain' : 'dashboard'),
    stopConditions: options.until,
    poll: options.poll,
    followLinks: options['follow-links'],
    stuckAfterMs: Number(stuckAfter ?? spoolMessageStuck.thresholds.stuckAfter?.value),
  }
}

/** A rule that is not checked would never end the watch. */
function rejectUncheckedRules(conditions: readonly StopCondition[], rules: readonly Rule[]): void {
  for (const condition of conditions)
    if (condition.kind === 'verdict' && !rules.some(({ id }) => id === condition.rule))
      throw new UsageError(
        `--until waits for the rule ${condition.rule}, which --rule and --skip-rule leave out. ` +
          'Include the rule, or wait for something else.',
      )
}
