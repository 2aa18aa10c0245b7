/**
 * Where things lie in the kernel's memory: the same as `assembly/layout.ts` says to the other side.
 */
export const MEMORY_LAYOUT = {
  passState: 1024,
  tables: 2048,
  buckets: 2304,
  /** Of the lists behind `buckets`, and of what follows. */
  sipStarts: 16_384,
  sipMethods: 20_480,
  prefixes: 24_576,
  prefixesEnd: 26_624,
  input: 2 << 20,
} as const
