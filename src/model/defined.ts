/** `T` where a property that may be `undefined` may be absent instead, and is never `undefined`. */
type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K]
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/**
 * Copies the properties of an object that are not `undefined`, in their order. For optional
 * properties, which must be absent when there is no value: `{ id, ...defined({ level }) }`.
 */
export function defined<T extends object>(properties: T): Defined<T> {
  const result: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(properties)) {
    if (value !== undefined) result[name] = value
  }
  return result as Defined<T>
}

/** The elements of a list that are not `undefined`, in their order. */
export const present = <T>(elements: readonly (T | undefined)[]): T[] =>
  elements.filter((element) => element !== undefined)
