import { existsSync, rmSync } from 'node:fs'
import { readOptionFile } from '../../inputs/options/read-option-file.ts'
import { UsageError } from '../../model/usage-error.ts'
import { AppendFile } from '../../output/append-file.ts'
import type { TokenEntry } from '../../redact/token-generator.ts'
import { isToken } from '../../redact/token-kind.ts'
import { keyFingerprint, type RedactionSettings } from './redaction-settings.ts'

const MAP_FORMAT = 'redaction-map'
/**
 * Two million names.
 * Limit: bytes of a redaction map.
 * Beyond: a usage error.
 */
const MAX_MAP_BYTES = 256 << 20

/** First line of a map. */
interface MapHeader {
  readonly spoolscope: typeof MAP_FORMAT
  readonly version: 1
  /** Fingerprint of the key that tokens are made with; null for numbered tokens. */
  readonly key: string | null
  /** Milliseconds that times are moved by. */
  readonly shift: number
}

export interface RedactionMapContent {
  readonly renamed: readonly TokenEntry[]
  readonly key: string | null
  readonly shift: number
}

/**
 * The file with the name behind each token: a line of JSON per token, written when the token is
 * made, so that a kill never separates a redacted text from its map. A new file can be read by its
 * owner only. An existing map is continued: its names keep their tokens.
 */
export class RedactionMap {
  /** Entries of earlier runs. */
  readonly knownEntries: readonly TokenEntry[]
  /** The shift of the earlier run, where there was one. */
  readonly shift: number | undefined
  private readonly file: AppendFile
  private readonly path: string
  private readonly isNew: boolean
  private readonly writtenTokens: Set<string>

  /** Throws a UsageError for a map of another key, or one that cannot be written. */
  constructor(path: string, { key, shift }: RedactionSettings) {
    const fingerprint = key ? keyFingerprint(key) : null
    const existing = existsSync(path) ? readRedactionMap(path) : undefined
    if (existing && existing.key !== fingerprint)
      throw new UsageError(
        `${path} is the map of another key. ` +
          'Use that key, or choose another file with --redact-map.',
      )
    if (existing && (existing.shift !== 0) !== (shift !== undefined))
      throw new UsageError(
        `${path} is the map of a redaction ${existing.shift === 0 ? 'without' : 'with'} ` +
          '--redact-shift: their times could not be compared. ' +
          'Choose another file with --redact-map.',
      )
    this.knownEntries = existing?.renamed ?? []
    this.shift = existing && shift !== undefined ? existing.shift : shift
    this.writtenTokens = new Set(this.knownEntries.map(([token]) => token))
    this.path = path
    this.isNew = existing === undefined
    this.file = new AppendFile(path, 'redact-map')
    if (!existing)
      this.append({
        spoolscope: MAP_FORMAT,
        version: 1,
        key: fingerprint,
        shift: this.shift ?? 0,
      } satisfies MapHeader)
  }

  /** Writes an entry, unless its token is in the map already. */
  readonly add = (entry: TokenEntry): void => {
    const [token] = entry
    if (this.writtenTokens.has(token)) return
    this.writtenTokens.add(token)
    this.append(entry)
  }

  close(): void {
    this.file.close()
  }

  /** Removes a new map, of a redaction that has no result. An existing one stays. */
  discard(): void {
    if (this.isNew) rmSync(this.path, { force: true })
  }

  private append(value: object): void {
    this.file.append(`${JSON.stringify(value)}\n`)
  }
}

/**
 * Reads a map. A last line that was cut by a kill is left out. Throws a UsageError for a file that
 * is not a map, or cannot be read.
 */
export function readRedactionMap(path: string, maxBytes = MAX_MAP_BYTES): RedactionMapContent {
  let lines: string[]
  try {
    lines = readOptionFile(path, '--redact-map', { maxBytes }).toString('utf8').split('\n')
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`Cannot read ${path}: ${(error as Error).message}.`)
  }
  const header = parseJsonLine(lines[0] ?? '') as Partial<MapHeader> | undefined
  if (header?.spoolscope !== MAP_FORMAT || header.version !== 1)
    throw new UsageError(
      `${path} is not the map of a redaction, and is not written over. ` +
        'Choose another file with --redact-map.',
    )
  const renamed = lines.slice(1).flatMap((line) => {
    const entry = parseJsonLine(line)
    return isMapEntry(entry) ? [entry] : []
  })
  return { renamed, key: header.key ?? null, shift: header.shift ?? 0 }
}

const isMapEntry = (entry: unknown): entry is TokenEntry =>
  Array.isArray(entry) &&
  entry.length === 3 &&
  entry.every((part) => typeof part === 'string') &&
  isToken(entry[0] as string)

/** Undefined for a line that is not JSON. */
function parseJsonLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
