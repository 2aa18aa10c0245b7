// Where things lie in the kernel's memory. `../layout.ts`, on the other side, says the same to
// those who fill and read it.

/** What a pass is told and tells (`run.ts`). */
export const RUN: usize = 1024
/**
 * Tables of the search: 16 bytes for the low and 16 for the high half of a byte, for each place of
 * a fingerprint.
 */
export const TABLES: usize = 2048
/** Where the list of literals of each bit of the tables begins, 2 bytes each; the lists follow. */
export const BUCKETS: usize = 2304
/**
 * Literals that a SIP message that is asked for starts with, folded, each behind its length; length
 * 0 ends them.
 */
export const STARTS: usize = 16_384
/** The same for methods in the CSeq of an answer. */
export const METHODS: usize = 20_480
/** What was read of prefixes: 32 places of 64 bytes. */
export const PREFIXES: usize = 24_576
/**
 * Places that were found, in order, 4 bytes each; at most one for each byte that is searched ahead.
 */
export const HITS: usize = 65_536
/** The same for signs, 8 bytes each. */
export const SIGNS: usize = 1 << 20
