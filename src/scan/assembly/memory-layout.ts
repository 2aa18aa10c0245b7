// Addresses in the memory of the scanner. `../memory-layout.ts` holds the same numbers for the
// TypeScript side.

/** Input and result of skipping records (see `skip-state.ts`). */
export const SKIP_STATE: usize = 1024
/**
 * Rows of a tracerpt CSV: the delimiter, then the distance from the first delimiter to that after
 * each of fields 1 to 17; 4 bytes each.
 */
export const ROW_LAYOUT: usize = 1536
/**
 * Search tables: for each byte of a fingerprint, 16 bytes for its low half and 16 for its high
 * half.
 */
export const TABLES: usize = 2048
/** For each bit of the tables the address of its list of literals, 2 bytes each; then the lists. */
export const BUCKETS: usize = 2304
/**
 * Starts of wanted SIP messages, lower case: length byte, then the text. A zero length ends the
 * list.
 */
export const SIP_STARTS: usize = 16_384
/** Methods of wanted SIP responses (in CSeq), in the same form. */
export const SIP_METHODS: usize = 20_480
/**
 * Names of the SIP headers that are read: for each length the address of its list, 2 bytes each;
 * then the lists (see `search-plan.ts`).
 */
export const HEADER_NAMES: usize = 26_624
/** Kept headers of a packet: 16 bytes for each number. */
export const KEPT_HEADERS: usize = 28_672
/**
 * Addresses of hits in ascending order, 4 bytes each; at most one per byte that is searched ahead.
 */
export const HITS: usize = 65_536
/** A bit for each byte that was searched last: whether it is a line feed (see `search.ts`). */
export const LINE_FEEDS: usize = 0x8_0000
/** Where a literal may be in the searched block: 4 bytes for each 32 bytes. */
export const CANDIDATES: usize = 0x9_0000
/** The buckets of the fingerprints in one of these places: 32 bytes. */
export const FOUND_BUCKETS: usize = 0x9_e000
/** One line feed: V8 computes a constant vector again in every turn of a loop. */
export const LINE_FEED: usize = 0x9_f000
/** The last provider of a tracefmt text: 36 bytes. */
export const PROVIDER: usize = 0x9_f100
/** Cache of client log prefixes: 256 entries of 64 bytes. */
export const PREFIXES: usize = 0xa_0000
/** Hits of format literals in ascending order, 8 bytes each (see `search.ts`). */
export const FORMAT_HITS: usize = 1 << 20
/** Start line and kept headers of the last wanted packet: at most as long as the packet. */
export const PACKET_TEXT: usize = 0x18_0000
