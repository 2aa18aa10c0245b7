import { createHmac, randomBytes } from 'node:crypto'
import type { OptionValues } from '../../cli/options/define-option.ts'
import {
  redactionDetailOptions,
  type redactionOptions,
} from '../../cli/options/redaction-options.ts'
import { readOptionFile } from '../../inputs/options/read-option-file.ts'
import { defined } from '../../model/defined.ts'
import { UsageError } from '../../model/usage-error.ts'
import { deriveKey, deriveShift, MIN_KEY_CHARS } from '../../redact/redaction-key.ts'

/** How to redact. */
export interface RedactionSettings {
  /** Derived from the key file; absent when there is none. */
  readonly key?: Uint8Array
  /** Milliseconds to move all times by: a secret number, always the same with the same key. */
  readonly shift?: number
  /** File for the name behind each token. */
  readonly map?: string
}

/** A parsed command line: its options, and which of them were given. */
interface ParsedOptions<Options> {
  readonly options: Options
  readonly given: ReadonlySet<string>
}

/**
 * A key is one line.
 * Limit: bytes of the file of a redaction key.
 * Beyond: a usage error.
 */
const MAX_KEY_BYTES = 64 << 10
/** Undefined when nothing is to be redacted. Throws a UsageError for details without --redact. */
export function reportRedaction({
  options,
  given,
}: ParsedOptions<OptionValues<typeof redactionOptions>>): RedactionSettings | undefined {
  if (options.redact) return resolveRedaction(options)
  const detail = Object.keys(redactionDetailOptions).find((name) => given.has(name))
  if (detail !== undefined)
    throw new UsageError(`--${detail} says how to redact: it needs --redact.`)
  return undefined
}

/** Reads the key file. Throws a UsageError when it cannot be read, or is too short. */
export function resolveRedaction(
  options: OptionValues<typeof redactionDetailOptions>,
): RedactionSettings {
  const file = options['redact-key']
  const key = file === undefined ? undefined : readKey(file)
  return defined({
    key,
    map: options['redact-map'],
    shift: options['redact-shift'] ? deriveShift(key) : undefined,
  })
}

/** A key for a single run. */
export const createRunKey = (): Uint8Array => randomBytes(32)

/** Differs between keys, and shows nothing about them. */
export const keyFingerprint = (key: Uint8Array): string =>
  createHmac('sha256', key).update('fingerprint').digest('hex').slice(0, 16)

function readKey(path: string): Uint8Array {
  const hint = 'Make one with: openssl rand -hex 32 > redaction.key'
  let text: Buffer
  try {
    text = readOptionFile(path, '--redact-key', { maxBytes: MAX_KEY_BYTES, mayBePipe: true })
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`Cannot read the key ${path}: ${(error as Error).message}. ${hint}`)
  }
  // Editors add line ends, which do not count.
  const key = deriveKey(text.toString('latin1'))
  if (key === undefined)
    throw new UsageError(
      `The key in ${path} is shorter than ${MIN_KEY_CHARS} characters: names could be guessed. ` +
        hint,
    )
  return key
}
