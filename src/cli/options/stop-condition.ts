import { parseDuration } from '../../model/duration.ts'
import type { Verdict } from '../../model/report.ts'
import { rules } from '../../rules/index.ts'

/** A condition that `--until` waits for. */
export type StopCondition =
  | { readonly kind: 'time'; readonly milliseconds: number }
  | { readonly kind: 'empty' }
  | { readonly kind: 'verdict'; readonly rule: string; readonly status: Verdict['status'] }

const STATUSES: readonly Verdict['status'][] = ['flagged', 'clear', 'not-checked', 'crashed']

/** `10m`, `empty`, `spool-message-stuck`, `ews-unavailable=clear`; undefined for anything else. */
export function parseStopCondition(text: string): StopCondition | undefined {
  const milliseconds = parseDuration(text)
  if (milliseconds !== undefined) return { kind: 'time', milliseconds }
  if (text.toLowerCase() === 'empty') return { kind: 'empty' }
  const [rule = '', statusText = 'flagged'] = text.split('=')
  const status = STATUSES.find((candidate) => candidate === statusText)
  return status !== undefined && rules.some(({ id }) => id === rule)
    ? { kind: 'verdict', rule, status }
    : undefined
}
