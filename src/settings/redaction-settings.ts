import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { defined } from '../model/defined.ts'
import { UsageError } from '../model/usage-error.ts'
import { one } from './given.ts'
import type { Options } from './options.ts'

/** What the options say of redaction. */
export interface RedactionSettings {
  /** Made of the key file, where there is one. */
  readonly key?: Uint8Array
  /**
   * Milliseconds that all times are moved by: one secret number, always the same with the same key.
   */
  readonly shift?: number
  /** File that tells what each token stands for. */
  readonly map?: string
}

const REDACTION_DETAIL_OPTIONS = ['redact-key', 'redact-map', 'redact-shift'] as const
const MIN_KEY_CHARS = 16
const SECONDS_PER_DAY = 86_400
const [LEAST_DAYS, MOST_DAYS] = [30, 1000]

/** Undefined where nothing is to be redacted. */
export function parseRedactionSettings(
  options: Options,
  asked = options.redact === true,
): RedactionSettings | undefined {
  const more = REDACTION_DETAIL_OPTIONS.find((name) => options[name] !== undefined)
  if (!asked) {
    if (more !== undefined) throw new UsageError(`--${more} says how to redact: it needs --redact.`)
    return undefined
  }
  const file = one(options, 'redact-key')
  const map = one(options, 'redact-map')
  const key = file === undefined ? undefined : readKey(file)
  return {
    ...defined({
      key,
      map,
      shift: options['redact-shift'] === true ? deriveShift(key) : undefined,
    }),
  }
}

/** A key for one run, which nobody keeps. */
export const createRunKey = (): Uint8Array => randomBytes(32)

/** Tells keys apart, and nothing about them. */
export const keyFingerprint = (key: Uint8Array): string =>
  createHmac('sha256', key).update('fingerprint').digest('hex').slice(0, 16)

function readKey(path: string): Uint8Array {
  const hint = 'Make one with: openssl rand -hex 32 > redaction.key'
  let text: Buffer
  try {
    text = readFileSync(path)
  } catch (error) {
    throw new UsageError(`Cannot read the key ${path}: ${(error as Error).message}. ${hint}`)
  }
  // Editors add line ends.
  const key = text.toString('latin1').trim()
  if (key.length < MIN_KEY_CHARS)
    throw new UsageError(
      `The key in ${path} is shorter than ${MIN_KEY_CHARS} characters: names could be guessed. ${hint}`,
    )
  return createHash('sha256').update(key, 'latin1').digest()
}

/** Back by whole seconds, between a month and three years. */
function deriveShift(key: Uint8Array | undefined): number {
  const most = (MOST_DAYS - LEAST_DAYS) * SECONDS_PER_DAY
  const seconds = key
    ? createHmac('sha256', key).update('shift').digest().readUIntBE(0, 6) % most
    : randomInt(most)
  return -(LEAST_DAYS * SECONDS_PER_DAY + seconds) * 1000
}
