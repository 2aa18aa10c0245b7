import type { DateOrder } from './parser.ts'
import { SEVERITIES, type Severity } from './rule.ts'
import { DEFAULT_CODE_PAGE } from './text/code-page.ts'

/** A value for a threshold of a rule, in the unit of the threshold. */
export interface ThresholdSetting {
  readonly rule: string
  readonly threshold: string
  readonly value: number | string
}

/** Another severity for a rule. */
export interface SeveritySetting {
  readonly rule: string
  readonly severity: Severity
}

/**
 * Values of all options that can change a verdict, by option name. They are plain data: they travel
 * to threads and through queues as they are, and their hash tells results of different options
 * apart. The definitions of the options must agree with this type, or the program does not compile.
 */
export interface VerdictOptions {
  /** Moment to analyze at, milliseconds UTC. */
  readonly 'as-of'?: number | undefined
  /** Moment of the incident, milliseconds UTC. */
  readonly incident?: number | undefined
  /** Minutes east of UTC. */
  readonly 'utc-offset'?: number | undefined
  readonly 'date-order'?: DateOrder | undefined
  readonly 'code-page': string
  /** Paths of files and folders. */
  readonly tmf: readonly string[]
  readonly manifest: readonly string[]
  /** Ids of rules: only these, or all when empty. */
  readonly rule: readonly string[]
  readonly 'skip-rule': readonly string[]
  readonly set: readonly ThresholdSetting[]
  readonly severity: readonly SeveritySetting[]
  readonly 'follow-links': boolean
  readonly 'max-files': number
  readonly 'max-entry-bytes': number
  readonly 'max-total-bytes': number
  readonly 'max-ratio': number
  readonly 'max-entries': number
  readonly 'max-nesting': number
  readonly 'max-path-length': number
}

/** Values when no option is given. */
export const DEFAULT_VERDICT_OPTIONS: VerdictOptions = {
  'code-page': DEFAULT_CODE_PAGE,
  tmf: [],
  manifest: [],
  rule: [],
  'skip-rule': [],
  set: [],
  severity: [],
  'follow-links': false,
  /**
   * A million files take gigabytes of memory.
   * Limit: files of a case (`--max-files`).
   * Beyond: the rest is not read; the report says so.
   */
  'max-files': 100_000,
  /**
   * A hostile archive of a few KiB can unpack to terabytes.
   * Limit: unpacked bytes of an archive entry (`--max-entry-bytes`).
   * Beyond: the entry is not read, or read up to there; the report says so.
   */
  'max-entry-bytes': 4e9,
  /**
   * Each entry may be within its limit, and all together without end.
   * Limit: unpacked bytes of all archives of a case (`--max-total-bytes`).
   * Beyond: further entries are not read; the report says so.
   */
  'max-total-bytes': 16e9,
  /**
   * Logs pack well, but no log packs to a thousandth.
   * Limit: unpacked by packed size of an entry (`--max-ratio`).
   * Beyond: the entry is not read, or read up to there; the report says so.
   */
  'max-ratio': 500,
  /**
   * Each entry takes memory, however small it is.
   * Limit: entries in the archives of a case (`--max-entries`).
   * Beyond: the rest is not read; the report says so.
   */
  'max-entries': 50_000,
  /**
   * A collected bundle may be zipped once more. An archive may also contain itself.
   * Limit: archives inside archives (`--max-nesting`).
   * Beyond: the inner archive is not read; the report says so.
   */
  'max-nesting': 1,
  /**
   * No system has longer paths in practice.
   * Limit: characters of the path of an entry (`--max-path-length`).
   * Beyond: the entry is not read; the report shows its beginning.
   */
  'max-path-length': 1024,
}

const isString = (value: unknown): boolean => typeof value === 'string'
const isNumber = (value: unknown): boolean => typeof value === 'number'
const isOptionalNumber = (value: unknown): boolean => value === undefined || isNumber(value)
const isListOf =
  (isElement: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(isElement)
const isSetting = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false
  const setting = value as Partial<ThresholdSetting>
  return (
    isString(setting.rule) &&
    isString(setting.threshold) &&
    (isNumber(setting.value) || isString(setting.value))
  )
}
const isSeveritySetting = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false
  const { rule, severity } = value as Partial<SeveritySetting>
  return isString(rule) && SEVERITIES.some((known) => known === severity)
}

const CHECKS: { readonly [Name in keyof Required<VerdictOptions>]: (value: unknown) => boolean } = {
  'as-of': isOptionalNumber,
  incident: isOptionalNumber,
  'utc-offset': isOptionalNumber,
  'date-order': (value) => value === undefined || isString(value),
  'code-page': isString,
  tmf: isListOf(isString),
  manifest: isListOf(isString),
  rule: isListOf(isString),
  'skip-rule': isListOf(isString),
  set: isListOf(isSetting),
  severity: isListOf(isSeveritySetting),
  'follow-links': (value) => typeof value === 'boolean',
  'max-files': isNumber,
  'max-entry-bytes': isNumber,
  'max-total-bytes': isNumber,
  'max-ratio': isNumber,
  'max-entries': isNumber,
  'max-nesting': isNumber,
  'max-path-length': isNumber,
}

/** Whether a value from outside has the shape of these options, and no other properties. */
export function isVerdictOptions(value: unknown): value is VerdictOptions {
  if (typeof value !== 'object' || value === null) return false
  const options = value as Readonly<Record<string, unknown>>
  return (
    Object.entries(CHECKS).every(([name, isValid]) => isValid(options[name])) &&
    Object.keys(options).every((name) => Object.hasOwn(CHECKS, name))
  )
}
