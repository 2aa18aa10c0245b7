// Keys of lines: lines that differ only in their ids have the same key. So what was found out about
// one of them holds for all of them.

/** Ids of the current line: start, end and kind, 12 bytes each. */
const IDS: usize = 331_776
const MAX_IDS: u32 = 64
const ID_BYTES: u32 = 12
export const ID_LEARNED: u32 = 128
/** Learned words: hash and version, 4 bytes each. */
const LEARNED_WORDS: usize = 6 << 20
const LEARNED_SLOTS: u32 = 1 << 18
/** Known keys: hash and number of the key, 16 bytes each. */
const KEYS: usize = 7 << 19
const KEY_SLOTS: u32 = 1 << 15
const FACTOR: u64 = 0xff51afd7ed558ccd

let ids: u32 = 0
/** More words were learned than the table holds. */
let tooManyLearned = false
/** Changes with every name that begins with a word of the line. */
let learnedHash: u64 = 0
/** Changes with every name that is learned, and when the keys are cleared. */
export let generation: u32 = 1
/** Generation when the keys were cleared last. */
export let passStart: u32 = 1
/** While a decoded text is scanned, its ids do not belong to the line. */
let isHeld = false
let freeSlot: usize = 0
let freeKey: u64 = 0

export function startIds(): void {
  ids = 0
  learnedHash = 0
}

@inline
export function addId(from: usize, to: usize, kind: u32): void {
  if (isHeld || ids == MAX_IDS) return
  const at = IDS + ids * ID_BYTES
  store<u32>(at, <u32>from)
  store<u32>(at, <u32>to, 4)
  store<u32>(at, kind, 8)
  ids += 1
}

export function forgetIds(): void {
  ids = 0
}

export function holdIds(): void {
  isHeld = true
}

export function releaseIds(): void {
  isHeld = false
}

/** Another word of the last id is learned. */
export function markLearnedId(): void {
  if (isHeld || ids == 0) return
  const at = IDS + (ids - 1) * ID_BYTES
  store<u32>(at, load<u32>(at, 8) | ID_LEARNED, 8)
}

/** Number of ids of the line. */
export function idCount(): u32 {
  return ids
}

@inline
function slotOf(hash: u32): u32 {
  return (hash * 0x9e3779b1) >> 14
}

/** Version of the names that begin with the word of this hash; 0 when there is none. */
export function learnedVersion(hash: u32): u32 {
  const key = hash == 0 ? 1 : hash
  let slot = slotOf(key)
  while (true) {
    const at = LEARNED_WORDS + <usize>slot * 8
    const found = load<u32>(at)
    if (found == key) return load<u32>(at, 4)
    if (found == 0) return tooManyLearned ? 1 : 0
    slot = (slot + 1) & (LEARNED_SLOTS - 1)
  }
}

/** Treats every word as learned that may be. */
export function learnAllWords(): void {
  generation += 1
  tooManyLearned = true
}

/** The table must not be full. Returns whether the word is new. */
export function learnWord(hash: u32): bool {
  generation += 1
  const key = hash == 0 ? 1 : hash
  let slot = slotOf(key)
  while (true) {
    const at = LEARNED_WORDS + <usize>slot * 8
    const found = load<u32>(at)
    if (found == key || found == 0) {
      store<u32>(at, key)
      store<u32>(at, load<u32>(at, 4) + 1, 4)
      return found == 0
    }
    slot = (slot + 1) & (LEARNED_SLOTS - 1)
  }
}

export function noteLearned(hash: u32, version: u32): void {
  if (isHeld) return
  learnedHash = mix(learnedHash, ((<u64>hash) << 32) | version)
}

@inline
function mix(hash: u64, value: u64): u64 {
  const product = (hash ^ value) * FACTOR
  return product ^ (product >> 29)
}

export function hashBytes(seed: u64, from: usize, to: usize): u64 {
  let hash = seed
  let at = from
  for (; at + 8 <= to; at += 8) hash = mix(hash, load<u64>(at))
  let rest: u64 = to - at
  for (; at < to; at += 1) rest = (rest << 8) | load<u8>(at)
  return mix(hash, rest)
}

/**
 * Number of the key of the line; -1 when it is new. Two different lines have the same key in one of
 * 10^13 pairs.
 */
export function findKey(from: usize, to: usize, groups: u32): i32 {
  let hash = mix(learnedHash, ((<u64>groups) << 32) | (to - from))
  let at = from
  for (let index: u32 = 0; index < ids; index += 1) {
    const id = IDS + index * ID_BYTES
    const start = load<u32>(id)
    hash = hashBytes(hash, at, start)
    at = load<u32>(id, 4)
    hash = mix(hash, ((<u64>load<u32>(id, 8)) << 32) | (at - start))
  }
  hash = hashBytes(hash, at, to)
  if (hash == 0) hash = 1
  let slot = <u32>(hash >> 40) & (KEY_SLOTS - 1)
  while (true) {
    const place = KEYS + <usize>slot * 16
    const found = load<u64>(place)
    if (found == hash) return load<i32>(place, 8)
    if (found == 0) {
      freeSlot = place
      freeKey = hash
      return -1
    }
    slot = (slot + 1) & (KEY_SLOTS - 1)
  }
}

/** Gives the key that `findKey` did not find its number. */
export function addKey(number: i32): void {
  store<u64>(freeSlot, freeKey)
  store<i32>(freeSlot, number, 8)
}

export function clearKeys(): void {
  memory.fill(KEYS, 0, KEY_SLOTS * 16)
  generation += 1
  passStart = generation
}
