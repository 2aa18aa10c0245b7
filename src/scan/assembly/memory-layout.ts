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
/** Cache of client log prefixes: 32 entries of 64 bytes. */
export const PREFIXES: usize = 24_576
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
/** Hits of format literals in ascending order, 8 bytes each (see `search.ts`). */
export const FORMAT_HITS: usize = 1 << 20
/** Start line and kept headers of the last wanted packet: at most as long as the packet. */
export const PACKET_TEXT: usize = 0x18_0000
