import { readFileSync } from 'node:fs'
import { generated } from './cache.ts'
import { clientLog } from './generate/client-log.ts'
import { inTurn, median } from './measure.ts'
import { ours, readline } from './programs.ts'
import { MIB } from './settings.ts'

const MEBIBYTES = 64
const TIMES = 5

export const RESULTS = 'bench/RESULTS.md'

/**
 * Our time divided by readline's on the same log, in words. This ratio varies least between
 * machines, so a regression shows on any of them.
 */
export function ratioToReadline(): string {
  const input = generated('client.UccApilog', MEBIBYTES * MIB, clientLog)
  const [own = [], theirs = []] = inTurn([ours([input]), readline(input)], TIMES)
  const ratio = median(
    own.map(({ seconds }, round) => seconds / (theirs[round]?.seconds ?? Number.NaN)),
  )
  return `ratio to readline: ${ratio.toFixed(2)} (median of ${TIMES}, ${MEBIBYTES} MiB; lower is better)`
}

/** The ratio of the last published run, in words. */
export function recordedRatio(): string {
  // ratio to readline: 0.30
  const recorded = /ratio to readline: ([\d.]+)/.exec(readFileSync(RESULTS, 'utf8'))?.[1]
  return recorded === undefined
    ? `none recorded in ${RESULTS}`
    : `recorded ${recorded} in ${RESULTS}`
}
