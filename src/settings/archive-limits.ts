import { type ArchiveLimits, usualLimits } from '../inputs/archives/limits.ts'
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
export function archiveLimits(options: Options): ArchiveLimits {
  const size = (name: string) => read(options, name, sizeOf, 'a size in bytes, such as 500M or 4G')
  const count = (name: string, least: number) =>
    read(options, name, (text) => countOf(text, least), `a whole number from ${least} on`)
  return {
    entryBytes: size('max-entry-bytes') ?? usualLimits.entryBytes,
    totalBytes: size('max-total-bytes') ?? usualLimits.totalBytes,
    ratio: count('max-ratio', 1) ?? usualLimits.ratio,
    entries: count('max-entries', 1) ?? usualLimits.entries,
    nesting: count('max-nesting', 0) ?? usualLimits.nesting,
    pathLength: count('max-path-length', 1) ?? usualLimits.pathLength,
  }
}

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 }

/** 4G, 4 GB, 500M, 1024 */
function sizeOf(text: string): number | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,3})?) ?([KMGT]?)B?$/i.exec(text)
  const bytes = Math.floor(Number(match?.[1]) * (UNITS[(match?.[2] ?? '').toUpperCase()] ?? 1))
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined
}

const countOf = (text: string, least: number): number | undefined =>
  /^\d{1,9}$/.test(text) && Number(text) >= least ? Number(text) : undefined
