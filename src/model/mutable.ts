/** A type without `readonly`, for building a value step by step. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] }
