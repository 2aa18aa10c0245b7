import { chmodSync, closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs'
import { UsageError } from '../model/usage-error.ts'
import type { TokenEntry } from '../redact/token-generator.ts'
import { isToken } from '../redact/token-kind.ts'
import { keyFingerprint, type RedactionSettings } from '../settings/redaction-settings.ts'

const MAP_FORMAT = 'redaction-map'

/** First line of a map. */
interface MapHeader {
  readonly spoolscope: typeof MAP_FORMAT
  readonly version: 1
  /** Of the key that the tokens were made with; null for numbers. */
  readonly key: string | null
  /** Milliseconds that times were moved by. */
  readonly shift: number
}

/** What a map says. */
export interface RedactionMapContent {
  readonly renamed: readonly TokenEntry[]
  readonly key: string | null
  readonly shift: number
}

/**
 * The file that tells what each token stands for: a line of JSON for each, written as soon as the
 * token is made, so that no kill parts a result from its map. Readable for its owner only. One that
 * is there is gone on with: its names keep their tokens.
 */
export class RedactionMap {
  readonly knownEntries: readonly TokenEntry[]
  /** As an earlier run has moved them, where there was one. */
  readonly shift: number | undefined
  private readonly path: string
  private readonly file: number
  private readonly writtenTokens: Set<string>

  constructor(path: string, { key, shift }: RedactionSettings) {
    this.path = path
    const fingerprint = key ? keyFingerprint(key) : null
    const before = existsSync(path) ? readRedactionMap(path) : undefined
    if (before && before.key !== fingerprint)
      throw new UsageError(
        `${path} is the map of another key. Use that key, or choose another file with --redact-map.`,
      )
    if (before && (before.shift !== 0) !== (shift !== undefined))
      throw new UsageError(
        `${path} is the map of a redaction ${before.shift === 0 ? 'without' : 'with'} --redact-shift: the two would not compare. Choose another file with --redact-map.`,
      )
    this.knownEntries = before?.renamed ?? []
    this.shift = before && shift !== undefined ? before.shift : shift
    this.writtenTokens = new Set(this.knownEntries.map(([token]) => token))
    try {
      this.file = openSync(path, 'a', 0o600)
      chmodSync(path, 0o600)
    } catch (error) {
      throw new UsageError(
        `Cannot write ${path}: ${(error as Error).message}. Choose another place with --redact-map.`,
      )
    }
    if (!before)
      this.append({
        spoolscope: MAP_FORMAT,
        version: 1,
        key: fingerprint,
        shift: this.shift ?? 0,
      } satisfies MapHeader)
  }

  readonly add = (renamed: TokenEntry): void => {
    if (this.writtenTokens.has(renamed[0])) return
    this.writtenTokens.add(renamed[0])
    this.append(renamed)
  }

  close(): void {
    closeSync(this.file)
  }

  private append(value: object): void {
    try {
      writeSync(this.file, `${JSON.stringify(value)}\n`)
    } catch (error) {
      throw new UsageError(
        `Cannot write ${this.path}: ${(error as Error).message}. Make room, or choose another place with --redact-map.`,
      )
    }
  }
}

/** Throws a UsageError for what is no map. A last line that was cut by a kill is left out. */
export function readRedactionMap(path: string): RedactionMapContent {
  let lines: string[]
  try {
    lines = readFileSync(path, 'utf8').split('\n')
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${(error as Error).message}.`)
  }
  const head = parseJsonLine(lines[0] ?? '') as Partial<MapHeader> | undefined
  if (head?.spoolscope !== MAP_FORMAT || head.version !== 1)
    throw new UsageError(
      `${path} is no map of a redaction and is not written over. Choose another file with --redact-map.`,
    )
  const renamed = lines.slice(1).flatMap((line) => {
    const entry = parseJsonLine(line)
    return isMapEntry(entry) ? [entry] : []
  })
  return { renamed, key: head.key ?? null, shift: head.shift ?? 0 }
}

const isMapEntry = (entry: unknown): entry is TokenEntry =>
  Array.isArray(entry) &&
  entry.length === 3 &&
  entry.every((part) => typeof part === 'string') &&
  isToken(entry[0] as string)

function parseJsonLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // what is no JSON is no entry: the caller says so, or leaves it out
  }
}
