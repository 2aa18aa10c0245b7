/** The same while it is being put together. */
export type Written<T> = { -readonly [K in keyof T]: T[K] }
