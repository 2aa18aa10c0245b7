import { formatDuration, parseDuration } from '../model/duration.ts'
import type { Verdict } from '../model/report.ts'
import type { Rule } from '../model/rule.ts'
import { UsageError } from '../model/usage-error.ts'

/** What `--until` waits for. */
export type StopCondition =
  | { readonly kind: 'time'; readonly milliseconds: number }
  | { readonly kind: 'empty' }
  | { readonly kind: 'verdict'; readonly rule: string; readonly status: Verdict['status'] }

const STATUSES: readonly Verdict['status'][] = ['flagged', 'clear', 'not-checked', 'crashed']

/** `10m`, `empty`, `spool-message-stuck`, `ews-unavailable=clear`. */
export function parseStopCondition(text: string, rules: readonly Rule[]): StopCondition {
  const milliseconds = parseDuration(text)
  if (milliseconds !== undefined) return { kind: 'time', milliseconds }
  if (text.toLowerCase() === 'empty') return { kind: 'empty' }
  const [rule = '', status = 'flagged'] = text.split('=')
  const known = STATUSES.find((one) => one === status)
  if (rules.some(({ id }) => id === rule) && known !== undefined)
    return { kind: 'verdict', rule, status: known }
  throw new UsageError(
    `--until takes a duration (10m), empty (nothing is spooled any more), or a rule with what it is to say (spool-message-stuck, ews-unavailable=clear), not “${text}”. See spoolscope rules.`,
  )
}

interface WatchState {
  isSpoolEmpty(): boolean
  statusOf(rule: string): Verdict['status'] | undefined
}

/** Which of these has come true, in words, but for times; undefined when none has. */
export function findReachedCondition(
  all: readonly StopCondition[],
  watched: WatchState,
): string | undefined {
  for (const until of all) {
    if (until.kind === 'empty' && watched.isSpoolEmpty()) return 'nothing is spooled any more'
    if (until.kind === 'verdict' && watched.statusOf(until.rule) === until.status)
      return `${until.rule} is ${until.status}`
  }
  return undefined
}

/** The shortest time among them, milliseconds; undefined when there is none. */
export function timeLimit(all: readonly StopCondition[]): number | undefined {
  const times = all.flatMap((until) => (until.kind === 'time' ? [until.milliseconds] : []))
  return times.length > 0 ? Math.min(...times) : undefined
}

export const timeLimitText = (milliseconds: number): string =>
  `${formatDuration(milliseconds)} have passed`
