/** How much to measure: `--quick` is for work on the benchmark, its numbers are not published. */
export const quick = process.argv.includes('--quick')

export const MIB = 1 << 20

/** Size of each generated log. */
export const logMebibytes = Number(process.env.SPOOLSCOPE_BENCH_MIB ?? (quick ? 128 : 1024))
export const logBytes = logMebibytes * MIB

/** Rounds that count, of programs in turn. */
export const rounds = quick ? 3 : 5
