import { DEFAULT_CODE_PAGE, parseCodePageName } from '../inputs/code-pages.ts'
import type { ClockOptions } from '../inputs/local-clock.ts'
import { readDecoding } from '../inputs/read-decoding.ts'
import { defined, present } from '../model/defined.ts'
import { parseIsoTime, parseUtcOffset } from '../model/moment.ts'
import type { Observation } from '../model/observation.ts'
import type { DateOrder, DecodingFiles } from '../model/parser.ts'
import type { Rule } from '../model/rule.ts'
import { UsageError } from '../model/usage-error.ts'
import { chooseRules, parseThresholds } from './choose-rules.ts'
import { choice, joinWithOr, many, one, read } from './given.ts'
import type { Options } from './options.ts'

/** What makes a command fail: something at least so bad, or nothing. */
export type FailOn = 'error' | 'warning' | 'never'

/** How a case is to be judged, in the model's own terms. */
export interface AnalysisSettings {
  readonly failOn: FailOn
  readonly rules: readonly Rule[]
  readonly thresholds: ReadonlyMap<string, ReadonlyMap<string, number | string>>
  readonly clock: ClockOptions
  readonly codePage: string
  /** What makes binary traces readable, where files of it are named. */
  readonly decoding?: DecodingFiles
}

const DATE_ORDERS: readonly DateOrder[] = ['mdy', 'dmy', 'ymd']

export function parseAnalysisSettings(options: Options, all: readonly Rule[]): AnalysisSettings {
  const codePage = parseCodePage(options)
  const decoding = readDecoding(many(options, 'tmf'), many(options, 'manifest'), codePage)
  return {
    failOn: choice(options, 'fail-on', ['error', 'warning', 'never'], 'error'),
    rules: chooseRules(all, many(options, 'rule'), many(options, 'skip-rule')),
    thresholds: parseThresholds(all, many(options, 'set')),
    clock: parseClockOptions(options),
    codePage,
    ...defined({ decoding }),
  }
}

/** The moment to judge at, given from outside. */
export const createTick = (at: number, from: string): Observation => ({
  kind: 'tick',
  at,
  from,
  source: { path: '--as-of' },
})

function parseClockOptions(options: Options): ClockOptions {
  const utcOffset = read(
    options,
    'utc-offset',
    parseUtcOffset,
    'hours and minutes from UTC, such as +02:00 or -05:00',
  )
  const dateOrder = read(
    options,
    'date-order',
    (text) => DATE_ORDERS.find((order) => order === text.toLowerCase()),
    joinWithOr(DATE_ORDERS),
  )
  return {
    ...defined({ utcOffset, dateOrder }),
  }
}

/** The encoding of text that is not Unicode. */
export function parseCodePage(options: Options): string {
  const text = one(options, 'code-page')
  const codePage = text === undefined ? DEFAULT_CODE_PAGE : parseCodePageName(text)
  if (codePage === undefined)
    throw new UsageError(
      `--code-page takes a code page such as 850, 932 or windows-1250, not “${text}”.`,
    )
  return codePage
}

export function parseGivenObservations(options: Options, now: () => number): Observation[] {
  const example = 'a time with its zone, such as 2016-06-14T12:00Z or 2016-06-14T14:00+02:00'
  const asOf = one(options, 'as-of')
  const judged =
    asOf?.toLowerCase() === 'now'
      ? createTick(now(), 'the clock of this machine (--as-of now)')
      : read(options, 'as-of', parseIsoTime, `${example}, or now`)
  const incident = read(options, 'incident', parseIsoTime, example)
  return present([
    judged === undefined
      ? undefined
      : typeof judged === 'number'
        ? createTick(judged, '--as-of')
        : judged,
    incident === undefined
      ? undefined
      : ({ kind: 'incident', at: incident, source: { path: '--incident' } } as const),
  ])
}
