/**
 * Keys that lead to a string, outermost first. Valid only during the call, because the array is
 * reused.
 */
export type KeyPath = readonly string[]

type StringChange = (text: string, path: KeyPath) => string

/**
 * Returns a copy of a value with `change` applied to every string, and to keys that contain data.
 * Works at any depth, so it covers fields added by later versions. Unchanged parts are not copied.
 */
export const mapStrings = <T>(value: T, change: StringChange): T => mapValue(value, change, []) as T

function mapValue(value: unknown, change: StringChange, path: string[]): unknown {
  if (typeof value === 'string') return change(value, path)
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value)
    ? mapList(value, change, path)
    : mapRecord(value as Readonly<Record<string, unknown>>, change, path)
}

function mapList(
  values: readonly unknown[],
  change: StringChange,
  path: string[],
): readonly unknown[] {
  let copy: unknown[] | undefined
  for (let index = 0; index < values.length; index += 1) {
    const inner = mapValue(values[index], change, path)
    if (inner === values[index]) continue
    copy ??= [...values]
    copy[index] = inner
  }
  return copy ?? values
}

function mapRecord(
  value: Readonly<Record<string, unknown>>,
  change: StringChange,
  path: string[],
): unknown {
  let copy: Record<string, unknown> | undefined
  let renamed = false
  for (const key of Object.keys(value)) {
    const name = FIELD_NAMES.has(key) ? key : mapKey(key, change, path)
    renamed ||= name !== key
    path.push(key)
    const inner = mapValue(value[key], change, path)
    path.pop()
    if (inner === value[key]) continue
    copy ??= { ...value }
    copy[key] = inner
  }
  const mapped = copy ?? value
  if (!renamed) return mapped
  return Object.fromEntries(
    Object.entries(mapped).map(([key, inner]) => [mapKey(key, change, path), inner]),
  )
}

/** Cache of keys that are field names and therefore never change. */
const FIELD_NAMES = new Set<string>()
const MAX_FIELD_NAMES = 500

/** Field names are plain words. Keys with other characters contain data, such as a path. */
function mapKey(key: string, change: StringChange, path: KeyPath): string {
  if (/[@.\\/: ]/.test(key)) return change(key, path)
  if (FIELD_NAMES.size < MAX_FIELD_NAMES && key.length < 40) FIELD_NAMES.add(key)
  return key
}
