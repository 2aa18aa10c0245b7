/** `T` with every property that may be `undefined` made optional instead. */
type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K]
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/**
 * Copies the properties of an object whose value is not `undefined`, in order. For optional
 * properties that must be absent without a value: `{ id, ...defined({ level }) }`.
 */
export function defined<T extends object>(properties: T): Defined<T> {
  const result: Record<string, unknown> = {}
  // The fastest loop: this runs for each observation and for most parts of a report.
  for (const name in properties) {
    const value = (properties as Record<string, unknown>)[name]
    if (value !== undefined) result[name] = value
  }
  return result as Defined<T>
}

/**
 * The value of a key that evidence contains. Undefined for a key that the record itself does not
 * have, such as `constructor`, which every object inherits.
 */
export const ownValue = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined

/** Sets a property by a name from evidence. `__proto__` becomes an ordinary property, too. */
export function setOwn<T>(record: Record<string, T>, key: string, value: T): void {
  if (key !== '__proto__') record[key] = value
  else Object.defineProperty(record, key, { value, enumerable: true, configurable: true })
}

/** Returns the elements that are not `undefined`, in order. */
export const present = <T>(elements: readonly (T | undefined)[]): T[] =>
  elements.filter((element) => element !== undefined)

/** The elements if the condition holds, else none. */
export const when = <T>(condition: boolean, elements: () => readonly T[]): readonly T[] =>
  condition ? elements() : []

/** The elements made from a value that is there, else none. */
export const whenDefined = <T, E>(
  value: T | undefined,
  elements: (value: T) => readonly E[],
): readonly E[] => (value === undefined ? [] : elements(value))

/** A type without `readonly`, for building a value step by step. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] }
