/**
 * What a string stands under: the keys above it, the nearest last. Only lent: it changes with the
 * next string.
 */
export type KeyPath = readonly string[]

type Change = (text: string, place: KeyPath) => string

/**
 * The same value with every string in it changed, however deep: whatever a later version puts into
 * a report is walked, too. Of what does not change nothing is copied.
 */
export const mapStrings = <T>(value: T, change: Change): T => inside(value, change, []) as T

function inside(value: unknown, change: Change, place: string[]): unknown {
  if (typeof value === 'string') return change(value, place)
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value)
    ? list(value, change, place)
    : record(value as Readonly<Record<string, unknown>>, change, place)
}

function list(values: readonly unknown[], change: Change, place: string[]): readonly unknown[] {
  let copy: unknown[] | undefined
  for (let index = 0; index < values.length; index += 1) {
    const inner = inside(values[index], change, place)
    if (inner === values[index]) continue
    copy ??= [...values]
    copy[index] = inner
  }
  return copy ?? values
}

function record(
  value: Readonly<Record<string, unknown>>,
  change: Change,
  place: string[],
): unknown {
  let copy: Record<string, unknown> | undefined
  let renamed = false
  for (const key of Object.keys(value)) {
    const name = OURS.has(key) ? key : keyOf(key, change, place)
    renamed ||= name !== key
    place.push(key)
    const inner = inside(value[key], change, place)
    place.pop()
    if (inner === value[key]) continue
    copy ??= { ...value }
    copy[key] = inner
  }
  const walkedOver = copy ?? value
  if (!renamed) return walkedOver
  return Object.fromEntries(
    Object.entries(walkedOver).map(([key, inner]) => [keyOf(key, change, place), inner]),
  )
}

/** Keys that are words: they are looked at once. */
const OURS = new Set<string>()
const MOST_OURS = 500

/** Our own keys are words; a key with such characters came from the evidence. */
function keyOf(key: string, change: Change, place: KeyPath): string {
  if (/[@.\\/: ]/.test(key)) return change(key, place)
  if (OURS.size < MOST_OURS && key.length < 40) OURS.add(key)
  return key
}
