import type { TraceLevel } from '../../model/trace-event.ts'

/** ETW levels by number (winmeta.xml). 0 is LogAlways, which is not a level. */
export const ETW_LEVELS: readonly (TraceLevel | undefined)[] = [
  undefined,
  'fatal',
  'error',
  'warning',
  'info',
  'verbose',
]
/** Level names of WPP and OCSLogger: TRACE_LEVEL_ERROR, TL_WARN, Noise. */
const LEVEL_NAMES: readonly (readonly [RegExp, TraceLevel])[] = [
  [/fatal|critical/i, 'fatal'],
  [/err/i, 'error'],
  [/warn/i, 'warning'],
  [/info/i, 'info'],
  [/verbose|noise|debug/i, 'verbose'],
]

/** The level of an ETW level number. Undefined for 0 and unknown numbers. */
export const levelOfNumber = (level: number): TraceLevel | undefined => ETW_LEVELS[level]

/** The level of a WPP or OCSLogger name. Undefined for unknown names. */
export const levelOfName = (name: string | undefined): TraceLevel | undefined =>
  name === undefined ? undefined : LEVEL_NAMES.find(([pattern]) => pattern.test(name))?.[1]
