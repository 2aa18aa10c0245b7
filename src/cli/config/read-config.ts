import { dirname, isAbsolute, join, resolve } from 'node:path'
import { readOptionFile } from '../../inputs/options/read-option-file.ts'
import { UsageError } from '../../model/usage-error.ts'
import { commandDefinitions } from '../command-definitions.ts'
import type { OptionDefinition, OptionDefinitions } from '../options/define-option.ts'
import type { ConfigLookup, FoundConfig } from './find-configs.ts'
import { homeOf } from './find-configs.ts'
import {
  type ConfigEntry,
  type ConfigProblem,
  type ParsedConfig,
  parseConfig,
  toProblem,
} from './parse-config.ts'

/**
 * A configuration has some dozen lines.
 * Limit: bytes of a configuration file.
 * Beyond: a usage error.
 */
const MAX_CONFIG_BYTES = 64 << 10

/** The first definition of each option of all commands that configurations can set, and of all others. */
export function definitionsOfAll(): OptionDefinitions {
  const all: Record<string, OptionDefinition> = {}
  for (const { options } of Object.values(commandDefinitions))
    for (const [name, definition] of Object.entries(options as OptionDefinitions))
      if (all[name]?.config === undefined) all[name] = definition
  return all
}

/**
 * Reads a configuration, and checks the values of the options that `checked` defines. Paths in it
 * become absolute: they are relative to the folder of the file. Throws a UsageError when the file
 * cannot be read.
 */
export async function readConfig(
  { path, kind }: FoundConfig,
  checked: OptionDefinitions,
  lookup: ConfigLookup,
): Promise<ParsedConfig> {
  const { entries, problems } = parseConfig(readText(path, kind === 'named'), definitionsOfAll())
  const faults: ConfigProblem[] = [...problems]
  const resolved: ConfigEntry[] = []
  for (const entry of entries) {
    const definition = Object.hasOwn(checked, entry.name) ? checked[entry.name] : undefined
    if (definition?.config === undefined) continue
    const found = await findBadValue(entry, definition)
    if (found !== undefined) faults.push(found)
    else resolved.push(definition.completes === 'path' ? withPaths(entry, path, lookup) : entry)
  }
  return {
    entries: resolved,
    problems: faults.sort((left, right) => left.line - right.line || left.column - right.column),
  }
}

function readText(path: string, isNamed: boolean): string {
  let bytes: Buffer
  const option = isNamed ? '--config' : 'The configuration'
  try {
    bytes = readOptionFile(path, option, { maxBytes: MAX_CONFIG_BYTES })
  } catch (error) {
    if (error instanceof UsageError) throw error
    const hint = isNamed ? 'Check the path.' : 'Change it, or pass --no-config.'
    throw new UsageError(`Cannot read ${path}: ${(error as Error).message}. ${hint}`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new UsageError(`${path} is not UTF-8. Save it as UTF-8.`)
  }
}

/** The first value that the option does not take; undefined when it takes all. */
async function findBadValue(
  { name, value }: ConfigEntry,
  definition: OptionDefinition,
): Promise<ConfigProblem | undefined> {
  if (typeof value === 'boolean') return undefined
  for (const part of value) {
    try {
      await definition.parse(name, [part.text])
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      return toProblem(part, error.message)
    }
  }
  return undefined
}

function withPaths(entry: ConfigEntry, file: string, lookup: ConfigLookup): ConfigEntry {
  if (typeof entry.value === 'boolean') return entry
  const toAbsolute = (text: string): string => {
    if (/^~[\\/]/.test(text)) return join(homeOf(lookup), text.slice(2))
    return isAbsolute(text) ? text : resolve(dirname(file), text)
  }
  return {
    ...entry,
    value: entry.value.map((part) => ({ ...part, text: toAbsolute(part.text.trim()) })),
  }
}
