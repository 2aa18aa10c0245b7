/**
 * Groups of finders, as bits. The bytes of a line tell which of them may find something in it. The
 * same numbers are in `src/scan/assembly/secrets.ts`.
 */
export const FINDER_GROUP = {
  private: 1,
  context: 2,
  distinguishedName: 4,
  meeting: 8,
  address: 16,
  path: 32,
  /** Phone numbers, identifiers, MAC and IPv6 addresses. */
  number: 64,
  ip: 128,
  host: 256,
  account: 512,
  encoded: 1024,
  learned: 2048,
  /** Escapes and characters beyond ASCII. All finders search such a text. */
  escape: 4096,
} as const

/** All finders, for a text that was not examined. */
export const ALL_FINDERS = 8191
