import { UsageError } from '../model/usage-error.ts'
import type { OptionDefinition, OptionDefinitions } from './options/define-option.ts'

/** Arguments in one spelling: the command first, short options apart, each before its value. */
export interface NormalizedArguments {
  /** The command, with the word behind it where that can be a subcommand. */
  readonly commandWords: readonly string[]
  /** All other words. */
  readonly words: readonly string[]
  /** Whether `--help` stands among the options. */
  readonly wantsHelp: boolean
}

/** A word behind an option is no value when it looks like an option: `-f`, `--format`; not `-05:00`. */
const OPTION_LIKE = /^-[^0-9]/

/** A citation of standard input, which the parser would take for options: `-:120`, `-@4096`. */
const CITES_STANDARD_INPUT = /^-[:#@]/

/**
 * Finds the command, and splits short options that were typed together: `-qfjson`, `-o=-` and
 * `-o-` become `-q --format=json` and `--output=-`, `-o -` becomes `--output -`. Leaves operands,
 * values, and all behind `--` unchanged; operands from the first `-:120` on come behind `--`. Throws a UsageError for a switch with a value, and for a long name behind one dash.
 */
export function normalizeArguments(
  argv: readonly string[],
  definitions: OptionDefinitions,
  isParent: (word: string) => boolean,
): NormalizedArguments {
  const byShort = new Map<string, readonly [string, OptionDefinition]>()
  for (const [name, option] of Object.entries(definitions))
    if (option.short !== undefined) byShort.set(option.short, [name, option])
  const commandWords: string[] = []
  const words: string[] = []
  /** The operands behind `--`. */
  const behind: string[] = []
  let wantsHelp = false
  /** The option whose value is the next word. */
  let pending: OptionDefinition | undefined
  for (const [index, word] of argv.entries()) {
    const isValue = pending?.placeholder !== undefined && !OPTION_LIKE.test(word)
    pending = undefined
    if (isValue) words.push(word)
    else if (word === '--') {
      behind.push(...argv.slice(index + 1))
      break
    } else if (word.startsWith('--')) {
      const [, name = '', value] = /^--([^=]*)(=.*)?$/s.exec(word) ?? []
      const option = Object.hasOwn(definitions, name) ? definitions[name] : undefined
      rejectSwitchValue(name, option, value)
      words.push(word)
      wantsHelp ||= name === 'help'
      if (value === undefined) pending = option
    } else if (/^-[A-Za-z]/.test(word)) {
      rejectLongName(word, definitions)
      const { split, needsValue } = splitShortOptions(word, byShort)
      words.push(...split)
      wantsHelp ||= split.includes('-h')
      pending = needsValue
    } else {
      const [parent] = commandWords
      const isCommandWord = parent === undefined || (commandWords.length === 1 && isParent(parent))
      if (isCommandWord) commandWords.push(word)
      else if (behind.length > 0 || CITES_STANDARD_INPUT.test(word)) behind.push(word)
      else words.push(word)
    }
  }
  const allWords = behind.length > 0 ? [...words, '--', ...behind] : words
  return { commandWords, words: allWords, wantsHelp }
}

function rejectSwitchValue(
  name: string,
  option: OptionDefinition | undefined,
  value: string | undefined,
): void {
  if (value !== undefined && option !== undefined && option.placeholder === undefined)
    throw new UsageError(`--${name} takes no value. Leave out “${value}”.`)
}

/** `-format` is `--format` with a dash too few. Reading it as `-f ormat` would confuse. */
function rejectLongName(word: string, definitions: OptionDefinitions): void {
  const [name = ''] = word.slice(1).split('=')
  if (name.length > 1 && Object.hasOwn(definitions, name))
    throw new UsageError(`There is no option -${name}. Did you mean --${name}?`)
}

/** Splits `-qfjson`. `needsValue` is the last option, when its value is the next word. */
function splitShortOptions(
  word: string,
  byShort: ReadonlyMap<string, readonly [string, OptionDefinition]>,
): { readonly split: readonly string[]; readonly needsValue?: OptionDefinition } {
  const split: string[] = []
  for (let at = 1; at < word.length; at += 1) {
    const letter = word[at] ?? ''
    const [name, option] = byShort.get(letter) ?? []
    const rest = word.slice(at + 1)
    if (name === undefined || option === undefined) {
      // Unknown: the parser says so.
      split.push(`-${letter}`)
      return { split }
    }
    if (option.placeholder === undefined) {
      if (rest.startsWith('=')) rejectSwitchValue(name, option, rest)
      split.push(`-${letter}`)
      continue
    }
    if (rest === '') return { split: [...split, `--${name}`], needsValue: option }
    // One word, so that a value with a dash stays a value.
    return { split: [...split, `--${name}=${rest.replace(/^=/, '')}`] }
  }
  return { split }
}
