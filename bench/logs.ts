import { generated, type Input } from './cache.ts'
import { type Comparison, compare, fasterThan } from './compare.ts'
import { chatLog, clientLog, denseClientLog, sipLog } from './generate/client-log.ts'
import { clsText } from './generate/cls-text.ts'
import { eventXml } from './generate/event-xml.ts'
import { tracefmtText } from './generate/tracefmt-text.ts'
import { tracerptCsv } from './generate/tracerpt-csv.ts'
import { utf16le } from './generate/utf16le.ts'
import { atLeast, atMost, type Goal } from './goal.ts'
import type { Program } from './measure.ts'
import { csvParse, lineCount, lnav, ours, readline, ripgrep } from './programs.ts'
import { logBytes, MIB, rounds } from './settings.ts'

/** One generated log, read by spoolscope and its rivals. */
export interface LogRow extends Comparison {
  readonly what: string
  readonly goals: readonly Goal[]
}

interface Log {
  readonly what: string
  readonly input: () => Input
  /** The literal that ripgrep counts. */
  readonly literal: string
  readonly rivals?: (input: Input) => readonly Program[]
  readonly goals: (result: Comparison) => readonly Goal[]
}

export const clientLogInput = (): Input => generated('client.UccApilog', logBytes, clientLog)
/**
 * The input of csv-parse, which would take minutes for a whole log: the first 64 MiB of the same
 * rows. Speeds are compared per byte.
 */
const csvPrefix = (): Input => generated('tracerpt.csv', 64 * MIB, tracerptCsv)

const viewers = (input: Input): readonly Program[] => [lnav(input), readline(input)]
const speed = (limit: number, result: Comparison): Goal =>
  atLeast(limit, '{} MB/s', 'speed', result.speed)
const overLnav = (limit: number, result: Comparison): Goal =>
  atLeast(limit, "{} times lnav's speed", 'against lnav', fasterThan(result, 'lnav'))
const inverse = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : 1 / value

const LOGS: readonly Log[] = [
  {
    what: 'client log, 1 record in 1,000 wanted',
    input: clientLogInput,
    literal: 'BackOffMilliseconds',
    goals: (result) => [
      overLnav(3.5, result),
      atMost(4, "{} times rg -c's time", 'against ripgrep', inverse(fasterThan(result, 'rg -c'))),
      speed(800, result),
    ],
  },
  {
    what: 'client log, 1 record in 22 a MESSAGE',
    input: () => generated('chat.UccApilog', logBytes, chatLog),
    literal: 'BackOffMilliseconds',
    goals: (result) => [overLnav(2.5, result)],
  },
  {
    what: 'client log, every record SIP and wanted',
    input: () => generated('sip.UccApilog', logBytes, sipLog),
    literal: '480 Temporarily',
    goals: (result) => [overLnav(1, result)],
  },
  {
    what: 'CLS text',
    input: () => generated('cls.txt', logBytes, clsText),
    literal: 'EnableIMAutoArchiving',
    goals: (result) => [overLnav(4, result)],
  },
  {
    what: 'tracefmt text',
    input: () => generated('tracefmt.txt', logBytes, tracefmtText),
    literal: 'BackOffMilliseconds',
    goals: (result) => [overLnav(4, result)],
  },
  {
    what: 'tracerpt CSV, 1 row in 100 wanted',
    input: () => generated('tracerpt.csv', logBytes, tracerptCsv),
    literal: 'ErrorServerBusy',
    rivals: (input) => [...viewers(input), csvParse(csvPrefix())],
    goals: (result) => [
      overLnav(1.5, result),
      atLeast(
        80,
        "{} times csv-parse's speed",
        'against csv-parse alone',
        fasterThan(result, 'csv-parse'),
      ),
      speed(400, result),
    ],
  },
  {
    what: 'tracerpt XML, 1 event in 100 wanted',
    input: () => generated('tracerpt.xml', logBytes, eventXml),
    literal: 'SendAndSaveCopy',
    goals: (result) => [speed(300, result)],
  },
  {
    what: 'client log in UTF-16LE',
    input: () => generated('client-utf16le.UccApilog', logBytes, utf16le(clientLog)),
    literal: 'BackOffMilliseconds',
    rivals: () => [{ ...ours([clientLogInput()]), name: 'UTF-8' }],
    goals: (result) => [
      atLeast(
        0.5,
        '{} times the speed in UTF-8, in bytes',
        'against the same in UTF-8',
        fasterThan(result, 'UTF-8'),
      ),
    ],
  },
  {
    what: 'client log, every record wanted',
    input: () => generated('client-dense.UccApilog', logBytes, denseClientLog),
    literal: 'BackOffMilliseconds',
    goals: (result) => [speed(80, result)],
  },
]

export function measureLogs(): readonly LogRow[] {
  return LOGS.map(({ what, input, literal, rivals = viewers, goals }) => {
    const file = input()
    console.error(what)
    const result = compare(
      ours([file]),
      [...rivals(file), ripgrep(file, literal), lineCount(file)],
      rounds,
    )
    return {
      what,
      ...result,
      goals: goals(result).map((goal) => ({ ...goal, what: `${what}: ${goal.what}` })),
    }
  })
}
