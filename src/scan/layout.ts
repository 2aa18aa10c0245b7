/**
 * Where things lie in the kernel's memory: the same as `assembly/layout.ts` says to the other side.
 */
export const LAYOUT = {
  run: 1024,
  tables: 2048,
  buckets: 2304,
  /** Of the lists behind `buckets`, and of what follows. */
  starts: 16_384,
  methods: 20_480,
  prefixes: 24_576,
  prefixesEnd: 26_624,
  window: 2 << 20,
} as const
