import { type ArchiveLimits, DEFAULT_ARCHIVE_LIMITS } from '../inputs/archives/archive-limits.ts'
import { read } from './given.ts'
import type { Options } from './options.ts'

/** The options that say it. */
export const ARCHIVE_OPTIONS = [
  'max-entry-bytes',
  'max-total-bytes',
  'max-ratio',
  'max-entries',
  'max-nesting',
  'max-path-length',
] as const

/** What archives may ask of this machine, as the user allows it. */
export function parseArchiveLimits(options: Options): ArchiveLimits {
  const size = (name: string) =>
    read(options, name, parseByteSize, 'a size in bytes, such as 500M or 4G')
  const count = (name: string, least: number) =>
    read(options, name, (text) => parseCount(text, least), `a whole number from ${least} on`)
  return {
    entryBytes: size('max-entry-bytes') ?? DEFAULT_ARCHIVE_LIMITS.entryBytes,
    totalBytes: size('max-total-bytes') ?? DEFAULT_ARCHIVE_LIMITS.totalBytes,
    ratio: count('max-ratio', 1) ?? DEFAULT_ARCHIVE_LIMITS.ratio,
    entries: count('max-entries', 1) ?? DEFAULT_ARCHIVE_LIMITS.entries,
    nesting: count('max-nesting', 0) ?? DEFAULT_ARCHIVE_LIMITS.nesting,
    pathLength: count('max-path-length', 1) ?? DEFAULT_ARCHIVE_LIMITS.pathLength,
  }
}

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 }

/** 4G, 4 GB, 500M, 1024 */
function parseByteSize(text: string): number | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,3})?) ?([KMGT]?)B?$/i.exec(text)
  const bytes = Math.floor(Number(match?.[1]) * (UNITS[(match?.[2] ?? '').toUpperCase()] ?? 1))
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined
}

const parseCount = (text: string, least: number): number | undefined =>
  /^\d{1,9}$/.test(text) && Number(text) >= least ? Number(text) : undefined
