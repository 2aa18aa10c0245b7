/** What a string stands under: the keys above it, the nearest last. */
export type Place = readonly string[]

/** The same value with every string in it changed, however deep: whatever a later version puts into a report is walked, too. */
export function walked<T>(value: T, change: (text: string, place: Place) => string, place: Place = []): T {
  if (typeof value === 'string') return change(value, place) as T
  if (Array.isArray(value)) return value.map((one) => walked(one, change, place)) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => {
    // Our own keys are words; a key with such characters came from the evidence.
    const name = /[@.\\/: ]/.test(key) ? change(key, place) : key
    return [name, walked(inner, change, [...place, key])]
  })
  return Object.fromEntries(entries) as T
}
