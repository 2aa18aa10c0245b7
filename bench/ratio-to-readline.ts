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
 * Our time over readline's on the same log: what a slow machine changes least, so that a regression
 * shows anywhere.
 */
export function ratioToReadline(): string {
  const input = generated('client.UccApilog', MEBIBYTES * MIB, clientLog)
  const [own = [], theirs = []] = inTurn([ours([input]), readline(input)], TIMES)
  const ratio = median(
    own.map(({ seconds }, round) => seconds / (theirs[round]?.seconds ?? Number.NaN)),
  )
  return `ratio to readline: ${ratio.toFixed(2)} (median of ${TIMES}, ${MEBIBYTES} MiB; lower is better)`
}

/** What the last published run gave. */
export function recordedRatio(): string {
  // ratio to readline: 0.30
  const recorded = /ratio to readline: ([\d.]+)/.exec(readFileSync(RESULTS, 'utf8'))?.[1]
  return recorded === undefined
    ? `none recorded in ${RESULTS}`
    : `recorded ${recorded} in ${RESULTS}`
}
