import { countLines, LF, lineFeed, matchesExactly, matchesFolded } from './bytes'
import {
  BUCKETS,
  CANDIDATES,
  FORMAT_HITS,
  FOUND_BUCKETS,
  HITS,
  LINE_FEED,
  LINE_FEEDS,
  TABLES,
} from './memory-layout'

/**
 * Bytes searched ahead at a time: a block is still in the nearest caches when its records are
 * walked.
 */
const BLOCK_BYTES: usize = 32 << 10

store<u8>(LINE_FEED, LF)

let inputStart: usize = 0
let inputEnd: usize = 0
/**
 * Largest offset of a fingerprint in its literal. Literals that begin this close to `searched` are
 * not all known yet.
 */
let maxOffset: usize = 0
let searched: usize = 0
/** All literals that begin before this address are found. */
let known: usize = 0
/** Hits before this address can be dropped. */
let releasedBefore: usize = 0
let hitCount: usize = 0
let nextHit: usize = 0
let formatHitCount: usize = 0
let nextFormatHit: usize = 0

/** Starts a search in new bytes. */
export function openSearch(from: usize, to: usize, maxFingerprintOffset: usize): void {
  inputStart = from
  inputEnd = to
  maxOffset = maxFingerprintOffset
  searched = from & ~31
  known = from
  releasedBefore = from
  hitCount = 0
  nextHit = 0
  formatHitCount = 0
  nextFormatHit = 0
}

/** Promises that no later call asks for hits before `at`. */
@inline
export function releaseBefore(at: usize): void {
  releasedBefore = at
}

/**
 * Address of the first literal in `from`..`limit`; `limit` or more when there is none. `from` must
 * not decrease from call to call.
 */
export function findHit(from: usize, limit: usize): usize {
  let hit = knownHit(from)
  for (; hit == 0 && known < limit; hit = knownHit(from)) searchBlock()
  return hit == 0 ? limit : hit
}

/** First known hit from `from` on; 0 when none is known. */
function knownHit(from: usize): usize {
  while (nextHit < hitCount && <usize>load<u32>(HITS + (nextHit << 2)) < from) nextHit += 1
  if (nextHit == hitCount) return 0
  const hit = <usize>load<u32>(HITS + (nextHit << 2))
  return hit < known ? hit : 0
}

/**
 * First hit of a format literal in `from`..`limit`: its address in the low half, its number in the
 * high half. Returns `limit` or more when there is none. `from` must not decrease from call to
 * call.
 */
export function findFormatLiteral(from: usize, limit: usize): u64 {
  let hit = knownFormatHit(from)
  for (; hit == 0 && known < limit; hit = knownFormatHit(from)) searchBlock()
  return hit == 0 ? <u64>limit : hit
}

function knownFormatHit(from: usize): u64 {
  while (
    nextFormatHit < formatHitCount &&
    hitPlace(load<u64>(FORMAT_HITS + (nextFormatHit << 3))) < from
  )
    nextFormatHit += 1
  if (nextFormatHit == formatHitCount) return 0
  const hit = load<u64>(FORMAT_HITS + (nextFormatHit << 3))
  return hitPlace(hit) < known ? hit : 0
}

@inline
export function hitPlace(hit: u64): usize {
  return <usize>(hit & 0xffff_ffff)
}

@inline
export function hitNumber(hit: u64): u32 {
  return <u32>(hit >> 32)
}

@inline
function lowHalves(bytes: v128): v128 {
  return v128.and(bytes, i8x16.splat(15))
}

/** The results for the addresses two before. */
@inline
function shiftByTwo(previous: v128, next: v128): v128 {
  return i8x16.shuffle(previous, next, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29)
}

/** The results for the addresses one before. */
@inline
function shiftByOne(previous: v128, next: v128): v128 {
  return i8x16.shuffle(previous, next, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)
}

/** The bits of the bytes that were searched last, and a copy of the first bits behind the last. */
const LINE_FEEDS_BYTES: usize = 64 << 10
const LINE_FEEDS_MASK: usize = (LINE_FEEDS_BYTES >> 3) - 1
/** A line feed is found in the bits at once when it is this close: three words less seven bits. */
export const NEAR_BYTES: usize = 3 * 64

/** Whether the search left the bits of the `NEAR_BYTES` bytes from `at` on. */
@inline
export function hasLineFeedBits(at: usize): bool {
  return at + NEAR_BYTES <= searched && at + LINE_FEEDS_BYTES >= searched + NEAR_BYTES
}

/** Address of the first line feed from `at` on; 0 when it is not near. Needs the bits. */
@inline
export function findNearLineFeed(at: usize): usize {
  const bits = LINE_FEEDS + ((at >> 3) & LINE_FEEDS_MASK)
  const first = load<u64>(bits) >> <u64>(at & 7)
  const second = load<u64>(bits, 8)
  const third = load<u64>(bits, 16)
  const later = select<usize>(64 + <usize>ctz(second), 128 + <usize>ctz(third), second != 0)
  const place = select<usize>(at + <usize>ctz(first), (at & ~7) + later, first != 0)
  return (first | second | third) == 0 ? 0 : place
}

/** The same as `lineFeed`, from the bits where the search left them. */
@inline
export function findLineFeed(at: usize, to: usize): usize {
  if (at + NEAR_BYTES > searched && searched < inputEnd) searchBlock()
  if (hasLineFeedBits(at)) {
    const place = findNearLineFeed(at)
    if (place != 0) return place < to ? place : to
  }
  return lineFeed(at, to)
}

/** Start of the line that `at` is on; 0 when it is more than `maxBytes` before. */
export function findLineStart(at: usize, maxBytes: usize): usize {
  const first = (at >> 3) & LINE_FEEDS_MASK
  if (first >= 7 && at <= searched && at + LINE_FEEDS_BYTES >= searched + NEAR_BYTES) {
    // The last bit of the word is that of the byte before `at`.
    const bits = load<u64>(LINE_FEEDS + first - 7) << <u64>(8 - (at & 7))
    if (bits != 0) return at - <usize>clz(bits)
  }
  let start = at
  while (load<u8>(start - 1) != LF) {
    if (at - start >= maxBytes) return 0
    start -= 1
  }
  return start
}

/** Number of line feeds in `from`..`to`. */
export function countLineFeeds(from: usize, to: usize): i32 {
  if (to > searched || from + LINE_FEEDS_BYTES < searched + NEAR_BYTES) return countLines(from, to)
  let count: i32 = 0
  let at = from & ~7
  // The bits before `from` do not count, nor those from `to` on.
  let bits = lineFeedBits(at) & (~(<u64>0) << <u64>(from & 7))
  for (; at + 64 <= to; bits = lineFeedBits(at)) {
    count += <i32>popcnt(bits)
    at += 64
  }
  return count + <i32>popcnt(bits & (((<u64>1) << <u64>(to - at)) - 1))
}

/** The bits of the 64 bytes from `at` on, which is a multiple of eight. */
@inline
function lineFeedBits(at: usize): u64 {
  return load<u64>(LINE_FEEDS + ((at >> 3) & LINE_FEEDS_MASK))
}

/** An address up to which no literal begins from `from` on; less than `to` when one does. */
export function findFreeEnd(from: usize, to: usize): usize {
  let hit = knownHit(from)
  for (; hit == 0 && known < to; hit = knownHit(from)) searchBlock()
  return hit == 0 ? known : hit
}

/** The same for format literals. */
export function findFreeOfFormatEnd(from: usize, to: usize): usize {
  let hit = knownFormatHit(from)
  for (; hit == 0 && known < to; hit = knownFormatHit(from)) searchBlock()
  return hit == 0 ? known : hitPlace(hit)
}

/**
 * Searches the next block for all literals at once (the Teddy algorithm). A fingerprint is three
 * bytes of a literal. One table per fingerprint byte maps its low and its high half to a set of
 * eight buckets. Sixteen addresses are looked up at a time. Where the low halves of all three bytes
 * name the same bucket, the high halves are looked up, and then its literals are compared. That is
 * done afterwards, so that the loop over the block has no branches and no calls, which cost more
 * than the rest of it. It also leaves the bits of the line feeds.
 */
function searchBlock(): void {
  dropReleased()
  const from = searched
  const to = min((from & ~(BLOCK_BYTES - 1)) + BLOCK_BYTES, inputEnd)
  const low0 = v128.load(TABLES)
  const low1 = v128.load(TABLES, 32)
  const low2 = v128.load(TABLES, 64)
  const feeds = v128.load8_splat(LINE_FEED)
  const before = lowHalves(v128.load(from - 16))
  let previousFirst = i8x16.swizzle(low0, before)
  let previousSecond = i8x16.swizzle(low1, before)
  let bits = LINE_FEEDS + ((from >> 3) & LINE_FEEDS_MASK)
  let out = CANDIDATES
  let at = from
  for (; at < to; at += 32) {
    const left = v128.load(at)
    const right = v128.load(at, 16)
    store<u16>(bits, <u16>i8x16.bitmask(i8x16.eq(left, feeds)))
    store<u16>(bits, <u16>i8x16.bitmask(i8x16.eq(right, feeds)), 2)
    bits += 4
    const leftLows = lowHalves(left)
    const rightLows = lowHalves(right)
    const first = i8x16.swizzle(low0, leftLows)
    const second = i8x16.swizzle(low1, leftLows)
    const leftFound = v128.and(
      v128.and(shiftByTwo(previousFirst, first), shiftByOne(previousSecond, second)),
      i8x16.swizzle(low2, leftLows),
    )
    previousFirst = i8x16.swizzle(low0, rightLows)
    previousSecond = i8x16.swizzle(low1, rightLows)
    const rightFound = v128.and(
      v128.and(shiftByTwo(first, previousFirst), shiftByOne(second, previousSecond)),
      i8x16.swizzle(low2, rightLows),
    )
    store<u32>(out, <u32>at)
    out += select<usize>(4, 0, v128.any_true(v128.or(leftFound, rightFound)))
  }
  v128.store(LINE_FEEDS + LINE_FEEDS_MASK + 1, v128.load(LINE_FEEDS))
  v128.store(LINE_FEEDS + LINE_FEEDS_MASK + 1, v128.load(LINE_FEEDS, 16), 16)
  searched = at
  known = at >= inputEnd ? inputEnd : at - 2 - maxOffset
  for (let candidate = CANDIDATES; candidate < out; candidate += 4)
    checkCandidate(<usize>load<u32>(candidate) - 2)
}

/** Compares the literals whose fingerprint may be one of the 32 from `at` on. */
@inline
function checkCandidate(at: usize): void {
  const left = lookUpBuckets(at)
  const right = lookUpBuckets(at + 16)
  const zero = i8x16.splat(0)
  let places: u32 = ~(
    i8x16.bitmask(i8x16.eq(left, zero)) | (i8x16.bitmask(i8x16.eq(right, zero)) << 16)
  )
  if (places == 0) return
  v128.store(FOUND_BUCKETS, left)
  v128.store(FOUND_BUCKETS, right, 16)
  for (; places != 0; places &= places - 1)
    verify(at + ctz(places), load<u8>(FOUND_BUCKETS + <usize>ctz(places)))
}

/** The buckets of the sixteen fingerprints from `at` on. */
@inline
function lookUpBuckets(at: usize): v128 {
  return v128.and(v128.and(lookUp(0, at), lookUp(32, at + 1)), lookUp(64, at + 2))
}

/** The buckets that a byte of a fingerprint may belong to, by both of its halves. */
@inline
function lookUp(table: usize, at: usize): v128 {
  const bytes = v128.load(at)
  return v128.and(
    i8x16.swizzle(v128.load(TABLES + table), lowHalves(bytes)),
    i8x16.swizzle(v128.load(TABLES + table + 16), i8x16.shr_u(bytes, 4)),
  )
}

// An entry in the list of a bucket: length, offset of the fingerprint, 0 or the number of the
// format literal (one byte each); the first eight bytes of the text, those bits of them that are
// compared, and the bits in which cases differ (8 bytes each); then the text.
const FIRST_BYTES: usize = 3
const COMPARED_BITS: usize = 11
const CASE_BITS: usize = 19
const TEXT: usize = 27

/** Compares the literals of `buckets` whose fingerprint may be at `at`, and records the hits. */
function verify(at: usize, buckets: u32): void {
  for (let left = buckets; left != 0; left &= left - 1) {
    let entry = <usize>load<u16>(BUCKETS + ((<usize>ctz(left)) << 1))
    for (let length = <usize>load<u8>(entry); length != 0; length = <usize>load<u8>(entry)) {
      const start = at - <usize>load<u8>(entry, 1)
      const bytes = load<u64>(start) & load<u64>(entry, COMPARED_BITS)
      if ((bytes | load<u64>(entry, CASE_BITS)) == load<u64>(entry, FIRST_BYTES))
        verifyLiteral(start, entry, length)
      entry += TEXT + length
    }
  }
}

function verifyLiteral(start: usize, entry: usize, length: usize): void {
  if (start < inputStart || start + length > inputEnd) return
  const number = load<u8>(entry, 2)
  if (number == 0) {
    if (matchesFolded(start, entry + TEXT, length)) addHit(start)
  } else if (matchesExactly(start, entry + TEXT, length)) addFormatHit(start, number)
}

/**
 * Inserts a hit in ascending order. Fingerprint offsets differ, so literals are found slightly out
 * of order.
 */
function addHit(start: usize): void {
  let at = hitCount
  while (at > nextHit && <usize>load<u32>(HITS + ((at - 1) << 2)) > start) at -= 1
  if (at > nextHit && <usize>load<u32>(HITS + ((at - 1) << 2)) == start) return
  memory.copy(HITS + ((at + 1) << 2), HITS + (at << 2), (hitCount - at) << 2)
  store<u32>(HITS + (at << 2), <u32>start)
  hitCount += 1
}

function addFormatHit(start: usize, number: u8): void {
  let at = formatHitCount
  while (at > nextFormatHit && hitPlace(load<u64>(FORMAT_HITS + ((at - 1) << 3))) > start) at -= 1
  memory.copy(FORMAT_HITS + ((at + 1) << 3), FORMAT_HITS + (at << 3), (formatHitCount - at) << 3)
  store<u64>(FORMAT_HITS + (at << 3), <u64>start | ((<u64>number) << 32))
  formatHitCount += 1
}

/** Drops released hits from both lists, so that they never overflow. */
function dropReleased(): void {
  while (nextHit < hitCount && <usize>load<u32>(HITS + (nextHit << 2)) < releasedBefore)
    nextHit += 1
  hitCount -= nextHit
  memory.copy(HITS, HITS + (nextHit << 2), hitCount << 2)
  nextHit = 0
  while (
    nextFormatHit < formatHitCount &&
    hitPlace(load<u64>(FORMAT_HITS + (nextFormatHit << 3))) < releasedBefore
  )
    nextFormatHit += 1
  formatHitCount -= nextFormatHit
  memory.copy(FORMAT_HITS, FORMAT_HITS + (nextFormatHit << 3), formatHitCount << 3)
  nextFormatHit = 0
}
