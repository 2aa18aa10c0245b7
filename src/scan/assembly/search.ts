import { matchesExactly, matchesFolded } from './bytes'
import { BUCKETS, FORMAT_HITS, HITS, TABLES } from './memory-layout'

/**
 * Bytes searched ahead at a time: a block is still in the nearest caches when its records are
 * walked.
 */
const BLOCK_BYTES: usize = 32 << 10

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
  searched = from
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

@inline
function lookUpHigh(table: v128, at: usize): v128 {
  return i8x16.swizzle(table, i8x16.shr_u(v128.load(at), 4))
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

/**
 * Searches the next block for all literals at once (the Teddy algorithm). A fingerprint is three
 * bytes of a literal. One table per fingerprint byte maps its low and its high half to a set of
 * eight buckets. Sixteen addresses are looked up at a time. Where the low halves of all three bytes
 * name the same bucket, the high halves are looked up, and then its literals are compared.
 */
function searchBlock(): void {
  dropReleased()
  const to = min(searched + BLOCK_BYTES, inputEnd)
  const low0 = v128.load(TABLES)
  const low1 = v128.load(TABLES, 32)
  const low2 = v128.load(TABLES, 64)
  let at = searched
  const before = lowHalves(v128.load(at - 16))
  let previousFirst = i8x16.swizzle(low0, before)
  let previousSecond = i8x16.swizzle(low1, before)
  for (; at < to; at += 16) {
    const lows = lowHalves(v128.load(at))
    const first = i8x16.swizzle(low0, lows)
    const second = i8x16.swizzle(low1, lows)
    const found = v128.and(
      v128.and(shiftByTwo(previousFirst, first), shiftByOne(previousSecond, second)),
      i8x16.swizzle(low2, lows),
    )
    previousFirst = first
    previousSecond = second
    if (v128.any_true(found)) checkHighHalves(at - 2, found)
  }
  searched = at
  known = at >= inputEnd ? inputEnd : at - 2 - maxOffset
}

/** Looks up the high halves where the low ones match; `at` is the address of lane 0. */
function checkHighHalves(at: usize, lows: v128): void {
  const found = v128.and(
    v128.and(lows, lookUpHigh(v128.load(TABLES, 16), at)),
    v128.and(
      lookUpHigh(v128.load(TABLES, 48), at + 1),
      lookUpHigh(v128.load(TABLES, 80), at + 2),
    ),
  )
  if (v128.any_true(found)) verifyAll(at, found)
}

function verifyAll(at: usize, found: v128): void {
  let places: u32 = ~i8x16.bitmask(i8x16.eq(found, i8x16.splat(0))) & 0xffff
  v128.store(TABLES + 96, found)
  for (; places != 0; places &= places - 1)
    verify(at + ctz(places), load<u8>(TABLES + 96 + ctz(places)))
}

/**
 * Compares the literals of `buckets` whose fingerprint may be at `at`, and records the hits. An
 * entry in a bucket's list: length, offset of the fingerprint, 0 or the number of the format
 * literal (one byte each), then the text.
 */
function verify(at: usize, buckets: u32): void {
  for (let left = buckets; left != 0; left &= left - 1) {
    let literal = <usize>load<u16>(BUCKETS + ((<usize>ctz(left)) << 1))
    for (let length = <usize>load<u8>(literal); length != 0; length = <usize>load<u8>(literal)) {
      const start = at - <usize>load<u8>(literal, 1)
      const number = load<u8>(literal, 2)
      if (start >= inputStart && start + length <= inputEnd) {
        if (number == 0) {
          if (matchesFolded(start, literal + 3, length)) addHit(start)
        } else if (matchesExactly(start, literal + 3, length)) addFormatHit(start, number)
      }
      literal += 3 + length
    }
  }
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
