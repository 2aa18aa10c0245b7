import { forget, generated, type Input } from './cache.ts'
import { compare, fasterThan } from './compare.ts'
import { clientLog } from './generate/client-log.ts'
import { singleLine } from './generate/single-line.ts'
import { LISTED_ITEM, spoolListing } from './generate/spool-listing.ts'
import { atLeast, atMost, type Goal } from './goal.ts'
import { clientLogInput, type LogRow } from './logs.ts'
import { inTurn, median, type Program, type Run } from './measure.ts'
import { command, nothing, ours, smallCase } from './programs.ts'
import { resultLines } from './result-lines.ts'
import { logBytes, quick, rounds } from './settings.ts'

const MEMORY = '{} MB'
const LIMIT = 150
const LINE = 50_000_000
const ITEMS = 1_000_000

const megabytes = (runs: readonly Run[]): number =>
  median(runs.map(({ peakBytes }) => peakBytes / 1e6))
const milliseconds = (runs: readonly Run[]): number =>
  median(runs.map(({ seconds }) => seconds * 1000))

/**
 * Measures peak memory: of all logs, of one four times as long, of a spool that is never emptied, and
 * of one endless line.
 */
export function measureMemory(logs: readonly LogRow[]): readonly Goal[] {
  const [worst] = [...logs].sort((left, right) => right.peakBytes - left.peakBytes)
  return [
    atMost(
      LIMIT,
      MEMORY,
      `peak memory, the largest of the logs above (${worst?.what})`,
      (worst?.peakBytes ?? 0) / 1e6,
    ),
    ...fourfold(),
    ...alone(
      '1 million spooled items in a listing',
      generated('listing.txt', ITEMS * LISTED_ITEM, spoolListing),
    ),
    ...alone('a single line of 50 MB', generated('single-line.UccApilog', LINE, singleLine)),
  ]
}

/** The long log is generated for each run and removed: it would fill the disk. */
function fourfold(): readonly Goal[] {
  const long = generated('long.UccApilog', 4 * logBytes, clientLog)
  const [short = [], fourTimes = []] = inTurn(
    [ours([clientLogInput()]), ours([long])],
    quick ? 1 : 3,
  )
  forget(long)
  const once = megabytes(short)
  const what = 'peak memory, client log four times as long'
  return [
    atMost(LIMIT, MEMORY, what, megabytes(fourTimes)),
    atMost(
      1.1,
      `{} times that of the plain one`,
      `${what}, against the plain one (${Math.round(once)} MB)`,
      megabytes(fourTimes) / once,
    ),
  ]
}

function alone(what: string, input: Input): readonly Goal[] {
  const [runs = []] = inTurn([ours([input])], rounds)
  return [
    atMost(
      LIMIT,
      MEMORY,
      `peak memory, ${what} (${(milliseconds(runs) / 1000).toFixed(2)} s)`,
      megabytes(runs),
    ),
  ]
}

/** Times above that of Node, which does nothing, as multiples of it: what users wait for. */
export function measureStart(): readonly Goal[] {
  const starts = [
    { what: 'a small case as a table', program: smallCase, limit: 1.2 },
    { what: '`--help`', program: command('--help'), limit: 0.7 },
    { what: '`rules`', program: command('rules'), limit: 0.7 },
    { what: '`explain`', program: command('explain', 'spool-message-stuck'), limit: 0.7 },
    { what: '`--version`', program: command('--version'), limit: 0.7 },
  ]
  const programs = starts.map(({ program }) => program)
  const [node = [], ...runs] = inTurn([nothing, ...programs], 3 * rounds)
  const own = milliseconds(node)
  return starts.map(({ what, limit }, index) =>
    atMost(
      limit,
      `{} times the start of Node (${own.toFixed(0)} ms)`,
      `${what}: time above Node`,
      milliseconds(runs[index] ?? []) / own - 1,
    ),
  )
}

/** `render` of many saved results as tables. */
export function measureRender(): readonly Goal[] {
  const { path, count } = resultLines()
  const [runs = []] = inTurn([command('render', path)], rounds)
  return [
    atMost(
      4.5,
      '{} ms a case',
      `\`render\` of ${count} cases as tables`,
      milliseconds(runs) / count,
    ),
  ]
}

/** Two logs of half the size each. */
export function measureJobs(): readonly Goal[] {
  const two = [2, 3].map((seed) => generated('client.UccApilog', logBytes / 2, clientLog, seed))
  const oneJob: Program = { ...ours(two), name: '--jobs 1' }
  const result = compare(ours(two, 2), [oneJob], rounds)
  return [
    atLeast(
      1.7,
      '{} times the speed of --jobs 1',
      '`--jobs 2` on two client logs',
      fasterThan(result, oneJob.name),
    ),
    atMost(LIMIT, MEMORY, 'peak memory, `--jobs 2` on two client logs', result.peakBytes / 1e6),
  ]
}
