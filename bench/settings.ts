/** True for `--quick`: smaller inputs and fewer rounds. Its figures are not published. */
export const quick = process.argv.includes('--quick')

export const MIB = 1 << 20

/** Size of each generated log. */
export const logMebibytes = Number(process.env.SPOOLSCOPE_BENCH_MIB ?? (quick ? 128 : 1024))
export const logBytes = logMebibytes * MIB

/** Number of measured rounds; in each, all programs run once. */
export const rounds = quick ? 3 : 5
