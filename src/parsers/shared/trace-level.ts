import type { TraceLevel } from '../../model/trace-event.ts'

/** Levels of ETW (winmeta.xml). 0 is LogAlways: no level. */
const LEVELS: readonly (TraceLevel | undefined)[] = [
  undefined,
  'fatal',
  'error',
  'warning',
  'info',
  'verbose',
]
/** Names that WPP and OCSLogger give them: TRACE_LEVEL_ERROR, TL_WARN, Noise. */
const LEVEL_NAMES: readonly (readonly [RegExp, TraceLevel])[] = [
  [/fatal|critical/i, 'fatal'],
  [/err/i, 'error'],
  [/warn/i, 'warning'],
  [/info/i, 'info'],
  [/verbose|noise|debug/i, 'verbose'],
]

export const levelOfNumber = (level: number): TraceLevel | undefined => LEVELS[level]

export const levelOfName = (name: string | undefined): TraceLevel | undefined =>
  name === undefined ? undefined : LEVEL_NAMES.find(([pattern]) => pattern.test(name))?.[1]
