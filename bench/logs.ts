import { generated, type Input } from './cache.ts'
import { type Comparison, compare, fasterThan } from './compare.ts'
import { clientLog, denseClientLog } from './generate/client-log.ts'
import { clsText } from './generate/cls-text.ts'
import { eventXml } from './generate/event-xml.ts'
import { tracefmtText } from './generate/tracefmt-text.ts'
import { tracerptCsv } from './generate/tracerpt-csv.ts'
import { utf16le } from './generate/utf16le.ts'
import { atLeast, atMost, type Goal } from './goal.ts'
import type { Program } from './measure.ts'
import { csvParse, lineCount, lnav, ours, readline, ripgrep } from './programs.ts'
import { logBytes, MIB, rounds } from './settings.ts'

/** One generated log, read by us and by rivals. */
export interface LogRow extends Comparison {
  readonly what: string
  readonly goals: readonly Goal[]
}

interface Log {
  readonly what: string
  readonly input: () => Input
  /** What ripgrep counts. */
  readonly literal: string
  readonly rivals?: (input: Input) => readonly Program[]
  readonly goals: (seen: Comparison) => readonly Goal[]
}

export const clientLogInput = (): Input => generated('client.UccApilog', logBytes, clientLog)
/**
 * csv-parse would take minutes over a whole log: it reads the first 64 MiB of the same rows, and is
 * compared per byte.
 */
const csvPrefix = (): Input => generated('tracerpt.csv', 64 * MIB, tracerptCsv)

const viewers = (input: Input): readonly Program[] => [lnav(input), readline(input)]
const speed = (limit: number, seen: Comparison): Goal =>
  atLeast(limit, '{} MB/s', 'speed', seen.speed)
const overLnav = (limit: number, seen: Comparison): Goal =>
  atLeast(limit, "{} times lnav's speed", 'against lnav', fasterThan(seen, 'lnav'))
const inverse = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : 1 / value

const LOGS: readonly Log[] = [
  {
    what: 'client log, 1 record in 1,000 wanted',
    input: clientLogInput,
    literal: 'BackOffMilliseconds',
    goals: (seen) => [
      overLnav(5, seen),
      atMost(10, "{} times rg -c's time", 'against ripgrep', inverse(fasterThan(seen, 'rg -c'))),
      speed(800, seen),
    ],
  },
  {
    what: 'CLS text',
    input: () => generated('cls.txt', logBytes, clsText),
    literal: 'EnableIMAutoArchiving',
    goals: (seen) => [overLnav(4, seen)],
  },
  {
    what: 'tracefmt text',
    input: () => generated('tracefmt.txt', logBytes, tracefmtText),
    literal: 'BackOffMilliseconds',
    goals: (seen) => [overLnav(4, seen)],
  },
  {
    what: 'tracerpt CSV, 1 row in 100 wanted',
    input: () => generated('tracerpt.csv', logBytes, tracerptCsv),
    literal: 'ErrorServerBusy',
    rivals: (input) => [...viewers(input), csvParse(csvPrefix())],
    goals: (seen) => [
      atLeast(
        60,
        "{} times csv-parse's speed",
        'against csv-parse alone',
        fasterThan(seen, 'csv-parse'),
      ),
      speed(400, seen),
    ],
  },
  {
    what: 'tracerpt XML, 1 event in 100 wanted',
    input: () => generated('tracerpt.xml', logBytes, eventXml),
    literal: 'SendAndSaveCopy',
    goals: (seen) => [speed(300, seen)],
  },
  {
    what: 'client log in UTF-16LE',
    input: () => generated('client-utf16le.UccApilog', logBytes, utf16le(clientLog)),
    literal: 'BackOffMilliseconds',
    rivals: () => [{ ...ours([clientLogInput()]), name: 'UTF-8' }],
    goals: (seen) => [
      atLeast(
        0.5,
        '{} times the speed in UTF-8, in bytes',
        'against the same in UTF-8',
        fasterThan(seen, 'UTF-8'),
      ),
    ],
  },
  {
    what: 'client log, every record wanted',
    input: () => generated('client-dense.UccApilog', logBytes, denseClientLog),
    literal: 'BackOffMilliseconds',
    goals: (seen) => [speed(80, seen)],
  },
]

export function measureLogs(): readonly LogRow[] {
  return LOGS.map(({ what, input, literal, rivals = viewers, goals }) => {
    const file = input()
    console.error(what)
    const seen = compare(
      ours([file]),
      [...rivals(file), ripgrep(file, literal), lineCount(file)],
      rounds,
    )
    return {
      what,
      ...seen,
      goals: goals(seen).map((goal) => ({ ...goal, what: `${what}: ${goal.what}` })),
    }
  })
}
