import type { Moment } from './moment.ts'

/** Level of a trace record. */
export type TraceLevel = 'fatal' | 'error' | 'warning' | 'info' | 'verbose'

/** One record of a trace. Ids and level are absent when the record has none. */
export interface TraceEvent extends Moment {
  readonly pid?: number
  readonly tid?: number
  readonly level?: TraceLevel
  /** Component, class and function, as named by the format. */
  readonly component?: string
  /** ETW provider, by name or GUID. */
  readonly provider?: string
  readonly message: string
}
