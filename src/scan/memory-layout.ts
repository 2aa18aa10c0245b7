/** Addresses in the memory of the scanner: the same numbers as in `assembly/memory-layout.ts`. */
export const MEMORY_LAYOUT = {
  skipState: 1024,
  rowLayout: 1536,
  tables: 2048,
  buckets: 2304,
  /** End of the lists that follow `buckets`. */
  sipStarts: 16_384,
  sipMethods: 20_480,
  /** End of the list at `sipMethods`. */
  sipMethodsEnd: 24_576,
  headerNames: 26_624,
  headerNamesEnd: 28_672,
  packetText: 0x18_0000,
  input: 2 << 20,
} as const
