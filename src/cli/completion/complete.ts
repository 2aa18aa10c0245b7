import { REPORT_FORMATS } from '../../model/report-format.ts'
import { SEVERITIES } from '../../model/rule.ts'
import { rules } from '../../rules/index.ts'
import { COMMAND_GROUPS, commandDefinitions, parentCommands } from '../command-definitions.ts'
import type { Completable, OptionDefinition, OptionDefinitions } from '../options/define-option.ts'
import { generalOptions } from '../options/general-options.ts'

/** A word that can stand at the cursor, with what it is. */
export interface Candidate {
  readonly word: string
  readonly text: string
}

export interface Completions {
  readonly candidates: readonly Candidate[]
  /** What stands before a path, which the shell completes; undefined where no path can be. */
  readonly beforePath?: string
}

const NOTHING: Completions = { candidates: [] }

/** Completes the last of the words that were typed behind the name of the program. */
export function complete(words: readonly string[]): Completions {
  const current = words.at(-1) ?? ''
  const { command, definitions, hasOperands, pending, isOnlyOperands } = readWords(
    words.slice(0, -1),
  )
  if (pending !== undefined) return completeValue(pending, current, '')
  if (!isOnlyOperands && current.startsWith('-')) {
    const [name = '', value] = splitOnce(current)
    const option = findOption(name, definitions)
    if (value === undefined || option?.placeholder === undefined)
      return withPrefix(optionCandidates(definitions), current)
    return completeValue(option, value, `${name}=`)
  }
  if (command === undefined || parentCommands[command as keyof typeof parentCommands])
    return withPrefix(commandCandidates(command), current)
  const { operandsComplete } = commandDefinitions[command as keyof typeof commandDefinitions] as {
    readonly operandsComplete?: Completable | 'commands'
  }
  if (operandsComplete === 'commands')
    return hasOperands
      ? withPrefix(commandCandidates(words.at(-2)), current)
      : withPrefix(commandCandidates(undefined), current)
  if (operandsComplete === undefined) return NOTHING
  return completeKind(operandsComplete, current, '')
}

interface TypedWords {
  readonly command: string | undefined
  readonly definitions: OptionDefinitions
  readonly hasOperands: boolean
  /** The option whose value comes next. */
  readonly pending: OptionDefinition | undefined
  /** Whether `--` was typed. */
  readonly isOnlyOperands: boolean
}

/** Reads the words before the cursor. Unknown ones are ignored: the command line is not finished. */
function readWords(words: readonly string[]): TypedWords {
  let command: string | undefined
  let definitions: OptionDefinitions = generalOptions
  let hasOperands = false
  let pending: OptionDefinition | undefined
  for (const [index, word] of words.entries()) {
    if (pending !== undefined) {
      pending = undefined
      continue
    }
    if (word === '--')
      return { command, definitions, hasOperands, pending, isOnlyOperands: index >= 0 }
    if (word.startsWith('-') && word !== '-') {
      const option = word.includes('=') ? undefined : findOption(word, definitions)
      if (option?.placeholder !== undefined) pending = option
      continue
    }
    const name = command === undefined ? word : `${command} ${word}`
    if (Object.hasOwn(commandDefinitions, name)) {
      command = name
      definitions = commandDefinitions[name as keyof typeof commandDefinitions].options
    } else if (command === undefined && Object.hasOwn(parentCommands, word)) command = word
    else hasOperands = true
  }
  return { command, definitions, hasOperands, pending, isOnlyOperands: false }
}

/** The option that a word with dashes names; of short options typed together, the last one. */
function findOption(word: string, definitions: OptionDefinitions): OptionDefinition | undefined {
  if (word.startsWith('--')) {
    const name = word.slice(2)
    return Object.hasOwn(definitions, name) ? definitions[name] : undefined
  }
  const letter = word.at(-1)
  return Object.values(definitions).find(({ short }) => short === letter)
}

/** `--format=json` → `--format` and `json` */
function splitOnce(word: string): readonly [string, string?] {
  const at = word.indexOf('=')
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)]
}

function withPrefix(candidates: readonly Candidate[], prefix: string): Completions {
  return { candidates: candidates.filter(({ word }) => word.startsWith(prefix)) }
}

/** The commands or, behind a command with subcommands, those. */
function commandCandidates(parent: string | undefined): Candidate[] {
  const all = Object.entries(commandDefinitions)
  if (parent !== undefined)
    return all
      .filter(([name]) => name.startsWith(`${parent} `))
      .map(([name, { summary }]) => ({ word: name.slice(parent.length + 1), text: summary }))
  const listed = COMMAND_GROUPS.flatMap((group) =>
    all.filter(([name, definition]) => definition.group === group && !name.includes(' ')),
  )
  return [
    ...listed.map(([word, { summary }]) => ({ word, text: summary })),
    ...Object.entries(parentCommands).map(([word, text]) => ({ word, text })),
  ]
}

const optionCandidates = (definitions: OptionDefinitions): Candidate[] =>
  Object.entries(definitions).flatMap(([name, { help, short }]) => [
    { word: `--${name}`, text: help },
    ...(short === undefined ? [] : [{ word: `-${short}`, text: help }]),
  ])

function completeValue(option: OptionDefinition, typed: string, before: string): Completions {
  return option.completes === undefined ? NOTHING : completeKind(option.completes, typed, before)
}

/** Completes a value. `before` is what stands before it in the same word, such as `--output=`. */
function completeKind(kind: Completable | 'commands', typed: string, before: string): Completions {
  if (kind === 'path') return { candidates: [], beforePath: before }
  if (kind === 'rules') return completeRules(typed, before)
  if (kind === 'thresholds') return completeThresholds(typed, before)
  if (kind === 'severities') return completeSeverities(typed, before)
  if (kind === 'report-target') return completeReportTarget(typed, before)
  if (kind === 'commands') return NOTHING
  return withPrefix(
    kind.map((word) => ({ word: `${before}${word}`, text: '' })),
    `${before}${typed}`,
  )
}

/** Several ids are separated by commas. */
function completeRules(typed: string, before: string): Completions {
  const start = typed.slice(0, typed.lastIndexOf(',') + 1)
  const earlier = new Set(start.split(','))
  return withPrefix(
    rules
      .filter(({ id }) => !earlier.has(id))
      .map(({ id, title }) => ({ word: `${before}${start}${id}`, text: title })),
    `${before}${typed}`,
  )
}

/** `spool-message-stuck.stuckAfter=` */
const completeThresholds = (typed: string, before: string): Completions =>
  withPrefix(
    rules.flatMap(({ id, thresholds }) =>
      Object.entries(thresholds).map(([name, { why }]) => ({
        word: `${before}${id}.${name}=`,
        text: why,
      })),
    ),
    `${before}${typed}`,
  )

/** `clock-skew=warning` */
const completeSeverities = (typed: string, before: string): Completions =>
  withPrefix(
    rules.flatMap(({ id, title }) =>
      SEVERITIES.map((severity) => ({ word: `${before}${id}=${severity}`, text: title })),
    ),
    `${before}${typed}`,
  )

/** `sarif=out.sarif` */
function completeReportTarget(typed: string, before: string): Completions {
  const [format = '', path] = splitOnce(typed)
  if (path !== undefined && REPORT_FORMATS.some((known) => known === format))
    return { candidates: [], beforePath: `${before}${format}=` }
  return withPrefix(
    REPORT_FORMATS.map((known) => ({ word: `${before}${known}=`, text: '' })),
    `${before}${typed}`,
  )
}
