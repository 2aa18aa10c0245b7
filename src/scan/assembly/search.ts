import { standsExactly, standsFolded } from './bytes'
import { BUCKETS, HITS, SIGNS, TABLES } from './layout'

/** So much is searched ahead at a time: it is still in the nearest caches when it is walked. */
const BLOCK: usize = 32 << 10

let first: usize = 0
let end: usize = 0
/**
 * Longest way from the start of a literal to its fingerprint: so near to where the search stands
 * not all is known.
 */
let reach: usize = 0
let searched: usize = 0
/** All literals that begin before this are found. */
let known: usize = 0
/** What lies before this will not be asked for again. */
let floor: usize = 0
let hitCount: usize = 0
let nextHit: usize = 0
let signCount: usize = 0
let nextSign: usize = 0

/** Begins with other bytes. */
export function openSearch(from: usize, to: usize, longestReach: usize): void {
  first = from
  end = to
  reach = longestReach
  searched = from
  known = from
  floor = from
  hitCount = 0
  nextHit = 0
  signCount = 0
  nextSign = 0
}

/** Nothing before `at` will be asked for any more. */
@inline
export function passed(at: usize): void {
  floor = at
}

/**
 * Place of the first literal asked for from `from` on, `limit` or more when none begins before it.
 * To be asked in order.
 */
export function hitFrom(from: usize, limit: usize): usize {
  let hit = knownHit(from)
  for (; hit == 0 && known < limit; hit = knownHit(from)) search()
  return hit == 0 ? limit : hit
}

/** 0 when none is known. */
function knownHit(from: usize): usize {
  while (nextHit < hitCount && <usize>load<u32>(HITS + (nextHit << 2)) < from) nextHit += 1
  if (nextHit == hitCount) return 0
  const hit = <usize>load<u32>(HITS + (nextHit << 2))
  return hit < known ? hit : 0
}

/**
 * Place of the first sign (a literal that the format itself looks for) from `from` on, its number
 * in the upper half; `limit` or more when none begins before it. To be asked in order.
 */
export function signFrom(from: usize, limit: usize): u64 {
  let sign = knownSign(from)
  for (; sign == 0 && known < limit; sign = knownSign(from)) search()
  return sign == 0 ? <u64>limit : sign
}

function knownSign(from: usize): u64 {
  while (nextSign < signCount && placeOf(load<u64>(SIGNS + (nextSign << 3))) < from) nextSign += 1
  if (nextSign == signCount) return 0
  const sign = load<u64>(SIGNS + (nextSign << 3))
  return placeOf(sign) < known ? sign : 0
}

@inline
export function placeOf(sign: u64): usize {
  return <usize>(sign & 0xffff_ffff)
}

@inline
export function numberOf(sign: u64): u32 {
  return <u32>(sign >> 32)
}

@inline
function halves(low: v128, high: v128, lows: v128, highs: v128): v128 {
  return v128.and(i8x16.swizzle(low, lows), i8x16.swizzle(high, highs))
}

@inline
function lowHalves(bytes: v128): v128 {
  return v128.and(bytes, i8x16.splat(15))
}

@inline
function highHalves(bytes: v128): v128 {
  return i8x16.shr_u(bytes, 4)
}

/**
 * Searches another block. A fingerprint is three bytes of a literal; a table for each of them tells
 * by the halves of a byte which literals, in eight buckets, it may belong to. Sixteen places are
 * looked up at once; where all three bytes point to one bucket, its literals are compared. (The
 * method is known as Teddy.) The third byte is looked up only behind two that fit.
 */
function search(): void {
  forget()
  const to = min(searched + BLOCK, end)
  const low0 = v128.load(TABLES)
  const high0 = v128.load(TABLES, 16)
  const low1 = v128.load(TABLES, 32)
  const high1 = v128.load(TABLES, 48)
  let at = searched
  const before = v128.load(at - 16)
  let last = halves(low0, high0, lowHalves(before), highHalves(before))
  for (; at < to; at += 16) {
    const bytes = v128.load(at)
    const lows = lowHalves(bytes)
    const highs = highHalves(bytes)
    const first = halves(low0, high0, lows, highs)
    const two = v128.and(
      // Of each place what was found at the one before it.
      i8x16.shuffle(last, first, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30),
      halves(low1, high1, lows, highs),
    )
    last = first
    if (v128.any_true(two)) third(at, two)
  }
  searched = at
  known = at >= end ? end : at - 1 - reach
}

/** Two bytes fit, the second of them at `at` or up to 15 places on. */
function third(at: usize, two: v128): void {
  const bytes = v128.load(at, 1)
  const found = v128.and(two, halves(v128.load(TABLES, 64), v128.load(TABLES, 80), lowHalves(bytes), highHalves(bytes)))
  if (v128.any_true(found)) verifyAll(at - 1, found)
}

function verifyAll(at: usize, found: v128): void {
  let places: u32 = ~i8x16.bitmask(i8x16.eq(found, i8x16.splat(0))) & 0xffff
  v128.store(TABLES + 96, found)
  for (; places != 0; places &= places - 1) verify(at + ctz(places), load<u8>(TABLES + 96 + ctz(places)))
}

/**
 * Whether literals whose fingerprint may stand at `at` do. In the list of a bucket each literal has
 * its length, how far its fingerprint is into it, and 0 or its number as a sign, a byte each; then
 * its bytes.
 */
function verify(at: usize, buckets: u32): void {
  for (let left = buckets; left != 0; left &= left - 1) {
    let literal = <usize>load<u16>(BUCKETS + ((<usize>ctz(left)) << 1))
    for (let length = <usize>load<u8>(literal); length != 0; length = <usize>load<u8>(literal)) {
      const start = at - <usize>load<u8>(literal, 1)
      const sign = load<u8>(literal, 2)
      if (start >= first && start + length <= end) {
        if (sign == 0) {
          if (standsFolded(start, literal + 3, length)) addHit(start)
        } else if (standsExactly(start, literal + 3, length)) addSign(start, sign)
      }
      literal += 3 + length
    }
  }
}

/**
 * Into its place: fingerprints lie at different depths, so literals are not quite found in order.
 */
function addHit(start: usize): void {
  let at = hitCount
  while (at > nextHit && <usize>load<u32>(HITS + ((at - 1) << 2)) > start) at -= 1
  if (at > nextHit && <usize>load<u32>(HITS + ((at - 1) << 2)) == start) return
  memory.copy(HITS + ((at + 1) << 2), HITS + (at << 2), (hitCount - at) << 2)
  store<u32>(HITS + (at << 2), <u32>start)
  hitCount += 1
}

function addSign(start: usize, sign: u8): void {
  let at = signCount
  while (at > nextSign && placeOf(load<u64>(SIGNS + ((at - 1) << 3))) > start) at -= 1
  memory.copy(SIGNS + ((at + 1) << 3), SIGNS + (at << 3), (signCount - at) << 3)
  store<u64>(SIGNS + (at << 3), <u64>start | (<u64>sign << 32))
  signCount += 1
}

/** Drops from both lists what will not be asked for, so that they never overflow. */
function forget(): void {
  while (nextHit < hitCount && <usize>load<u32>(HITS + (nextHit << 2)) < floor) nextHit += 1
  hitCount -= nextHit
  memory.copy(HITS, HITS + (nextHit << 2), hitCount << 2)
  nextHit = 0
  while (nextSign < signCount && placeOf(load<u64>(SIGNS + (nextSign << 3))) < floor) nextSign += 1
  signCount -= nextSign
  memory.copy(SIGNS, SIGNS + (nextSign << 3), signCount << 3)
  nextSign = 0
}
