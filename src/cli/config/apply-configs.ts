import { resolve } from 'node:path'
import { UsageError } from '../../model/usage-error.ts'
import type { OptionDefinitions, RawOption, RawOptions } from '../options/define-option.ts'
import { type ConfigKind, type ConfigLookup, type FoundConfig, homeOf } from './find-configs.ts'
import type { ConfigEntry, ConfigProblem, ConfigText } from './parse-config.ts'
import { readConfig } from './read-config.ts'

/** Where a value comes from. The command line has no file. */
export interface ValueSource {
  readonly kind: ConfigKind | 'command-line'
  readonly file?: string
  readonly line?: number
}

/** A value that is in force: its text as the command line takes it; none for a switch. */
export interface ValueInForce {
  readonly option: string
  readonly text?: string
  readonly source: ValueSource
}

/** A configuration with what it sets here. */
export interface AppliedConfig extends FoundConfig {
  /** Its path to show; `~` stands for the home folder. */
  readonly shownPath: string
  /** The options that have their value, or a part of it, from this file. */
  readonly options: readonly string[]
  readonly problems: readonly ConfigProblem[]
}

/** The options of a command line together with those of the configurations. */
export interface Configuration {
  readonly options: RawOptions
  readonly files: readonly AppliedConfig[]
  readonly values: readonly ValueInForce[]
}

/**
 * Adds to the options of a command line those that configurations set and the command takes. An
 * option of the command line wins, then the first file. Thresholds and severities win one by one.
 */
export async function applyConfigs(
  given: RawOptions,
  found: readonly FoundConfig[],
  definitions: OptionDefinitions,
  lookup: ConfigLookup,
): Promise<Configuration> {
  const merged = new OptionMerger(given, definitions)
  const files: AppliedConfig[] = []
  for (const file of found) {
    const path = resolve(file.path)
    const { entries, problems } =
      file.refused === undefined
        ? await readConfig({ ...file, path }, definitions, lookup)
        : { entries: [], problems: [] }
    const options = entries
      .filter((entry) => merged.add(entry, { kind: file.kind, file: path }))
      .map(({ name }) => name)
    files.push({ ...file, path, shownPath: shorten(path, lookup), options, problems })
  }
  return { options: merged.options, files, values: merged.values() }
}

/** Throws a UsageError that names the first fault of the files: path, line, column and fix. */
export function rejectProblems({ files }: Configuration): void {
  for (const { path, problems } of files) {
    const [first] = problems
    if (first === undefined) continue
    const more =
      problems.length > 1 ? ` ${problems.length - 1} more: spoolscope config --check.` : ''
    const { line, column, message } = first
    throw new UsageError(`${path}:${line}:${column}: ${message}${more}`)
  }
}

/** The path with `~` for the home folder. */
function shorten(path: string, lookup: ConfigLookup): string {
  const home = homeOf(lookup)
  const next = path[home.length]
  return path.startsWith(home) && (next === '/' || next === '\\') && home.length > 1
    ? `~${path.slice(home.length)}`
    : path
}

interface MergedOption {
  raw: RawOption
  /** The source of each text; of a switch, one. */
  sources: ValueSource[]
}

const COMMAND_LINE: ValueSource = { kind: 'command-line' }

/** Collects the values of options, those that win first. */
class OptionMerger {
  private readonly definitions: OptionDefinitions
  private readonly merged = new Map<string, MergedOption>()
  /** Switches that a file turned off: files after it cannot turn them on. */
  private readonly turnedOff = new Set<string>()
  /** Rules that the command line names: no file can turn them off. */
  private readonly namedRules: ReadonlySet<string>

  constructor(given: RawOptions, definitions: OptionDefinitions) {
    this.definitions = definitions
    for (const [name, raw] of Object.entries(given)) {
      const sources = raw === true ? [COMMAND_LINE] : raw.map(() => COMMAND_LINE)
      this.merged.set(name, { raw, sources })
    }
    this.namedRules = new Set(textsOf(given.rule).flatMap(splitIds))
  }

  get options(): RawOptions {
    return Object.fromEntries([...this.merged].map(([name, { raw }]) => [name, raw]))
  }

  /** Adds what a file sets. Returns whether any of it is in force. */
  add({ name, value, ...place }: ConfigEntry, source: ValueSource): boolean {
    const known = this.merged.get(name)
    if (typeof value === 'boolean') {
      if (known !== undefined || this.turnedOff.has(name)) return false
      if (value) this.merged.set(name, { raw: true, sources: [{ ...source, line: place.line }] })
      else this.turnedOff.add(name)
      return value
    }
    const isMapping = typeof this.definitions[name]?.config === 'object'
    if (known !== undefined && !isMapping) return false
    const set = new Set(textsOf(known?.raw).map(keyOf))
    const added = this.withoutNamedRules(name, value).filter(
      ({ text }) => !isMapping || !set.has(keyOf(text)),
    )
    if (added.length === 0 && (isMapping || value.length > 0)) return false
    this.merged.set(name, {
      raw: [...textsOf(known?.raw), ...added.map(({ text }) => text)],
      sources: [...(known?.sources ?? []), ...added.map(({ line }) => ({ ...source, line }))],
    })
    return true
  }

  private withoutNamedRules(name: string, texts: readonly ConfigText[]): readonly ConfigText[] {
    if (name !== 'skip-rule' || this.namedRules.size === 0) return texts
    return texts.flatMap((part) => {
      const ids = splitIds(part.text).filter((id) => !this.namedRules.has(id))
      return ids.length === 0 ? [] : [{ ...part, text: ids.join(',') }]
    })
  }

  values(): ValueInForce[] {
    return [...this.merged].flatMap(([option, { raw, sources }]) =>
      sources.map((source, index) =>
        raw === true ? { option, source } : { option, text: raw[index] ?? '', source },
      ),
    )
  }
}

const textsOf = (raw: RawOption | undefined): readonly string[] =>
  raw === undefined || raw === true ? [] : raw

const splitIds = (text: string): string[] =>
  text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')

/** What a text of a mapping sets: `clock-skew` of `clock-skew=warning`. */
const keyOf = (text: string): string => (text.split('=')[0] ?? '').trim()
