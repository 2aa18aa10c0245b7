import type { Rule } from '../model/rule.ts'
import { spoolMessageStuck } from '../rules/spool-message-stuck.ts'
import { choice, many } from '../settings/given.ts'
import { type JudgingSettings, judgingSettings } from '../settings/judging-settings.ts'
import type { Options } from '../settings/options.ts'
import { parseUntil, type Until } from './until.ts'

/** What `watch` is to do, in the model's own terms. */
export interface WatchSettings extends JudgingSettings {
  /** `dashboard` only where there is a terminal. */
  readonly show: 'dashboard' | 'plain' | 'ndjson'
  readonly until: readonly Until[]
  readonly exitCode: boolean
  readonly poll: boolean
  readonly quiet: boolean
  /** After so many milliseconds an item is stuck. */
  readonly stuckAfter: number
}

export function watchSettings(
  options: Options,
  all: readonly Rule[],
  terminal: boolean,
): WatchSettings {
  const judging = judgingSettings(options, all)
  const given = judging.thresholds.get(spoolMessageStuck.id)?.get('stuckAfter')
  const ndjson =
    options.format !== undefined && choice(options, 'format', ['ndjson'], 'ndjson') === 'ndjson'
  return {
    ...judging,
    show: ndjson ? 'ndjson' : options.plain === true || !terminal ? 'plain' : 'dashboard',
    until: many(options, 'until').map((text) => parseUntil(text, judging.rules)),
    exitCode: options['exit-code'] === true,
    poll: options.poll === true,
    quiet: options.quiet === true,
    stuckAfter: Number(given ?? spoolMessageStuck.thresholds.stuckAfter?.value),
  }
}
