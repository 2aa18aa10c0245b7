import { UsageError } from '../../model/usage-error.ts'
import { didYouMean } from '../did-you-mean.ts'

/** An option as it stands on the command line: `true` for a switch, else its texts in order. */
export type RawOption = true | readonly string[]
export type RawOptions = Readonly<Record<string, RawOption>>

/** The headings of options in help and in man pages, in their order. */
export const OPTION_GROUPS = [
  'Options',
  'Output',
  'Case',
  'Reading',
  'Rules',
  'Redaction',
  'Workers',
  'Queue',
  'Limits of archives',
  'General',
] as const
export type OptionGroup = (typeof OPTION_GROUPS)[number]

/** Kinds of values that completion offers: the words themselves, or what it has to look for. */
export type Completable =
  | readonly string[]
  | 'path'
  | 'rules'
  | 'thresholds'
  | 'severities'
  | 'report-target'

/**
 * The value of an option in a configuration file: one value, `true` or `false`, a list, or a nested
 * mapping, whose keys and values are joined with these separators to what the command line takes.
 * The example is one line of YAML.
 */
export type ConfigShape =
  | 'value'
  | 'switch'
  | 'list'
  | { readonly joinedBy: readonly [string, ...string[]]; readonly example: string }

/**
 * The only definition of an option. Help, the check for unknown options, the parsed value, the hash
 * of a batch's rule set, and the values that workers receive are derived from it. The name of the
 * option is its key in a record of definitions.
 */
export interface OptionDefinition<Value = unknown, Affects extends boolean = boolean> {
  readonly help: string
  /** Whether the option can change what a report says about a case. */
  readonly affectsVerdicts: Affects
  /** The heading above it in help; absent for `Options`. */
  readonly group?: OptionGroup
  /** One letter, given with a single dash. */
  readonly short?: string
  /** Other names of the option that take no value, each with the value that it stands for. */
  readonly otherNames?: Readonly<Record<string, RawOption>>
  /** Stands for the value in help; absent for a switch, which takes none. */
  readonly placeholder?: string
  /** What completion offers as its value; absent where nothing can be offered. */
  readonly completes?: Completable
  /** Stands for the default in help. */
  readonly defaultText?: string
  /** How a configuration file sets it; absent for an option that only the command line can set. */
  readonly config?: ConfigShape
  /**
   * Returns the typed value; the default when the option is absent. `option` is the name with its
   * dashes. Throws a UsageError that names the option. May load what it needs.
   */
  readonly parse: (option: string, raw: RawOption | undefined) => Value | Promise<Value>
  /** Changes a value so that a process in another folder can use it. */
  toPortable?(value: Value): Value
}

export type OptionDefinitions = Readonly<Record<string, OptionDefinition>>

/** Puts options under a heading of help. */
export const inGroup = <const Definitions extends OptionDefinitions>(
  group: OptionGroup,
  definitions: Definitions,
): Definitions =>
  Object.fromEntries(
    Object.entries(definitions).map(([name, option]) => [name, { ...option, group }]),
  ) as unknown as Definitions

/** The parsed values of a record of options, by name. */
export type OptionValues<Definitions> = {
  readonly [Name in keyof Definitions]: Definitions[Name] extends OptionDefinition<infer Value>
    ? Value
    : never
}

/** The names of the options that affect verdicts. */
type VerdictName<Definitions> = {
  [Name in keyof Definitions]: Definitions[Name] extends { readonly affectsVerdicts: true }
    ? Name
    : never
}[keyof Definitions]

/**
 * Reads one text of an option. Returns undefined for a text that it does not accept; may throw a
 * UsageError with a better message. `option` is the name with its dashes.
 */
type ParseText<Value> = (
  text: string,
  option: string,
) => Value | undefined | Promise<Value | undefined>

interface CommonSpec<Affects extends boolean> {
  readonly help: string
  readonly affectsVerdicts: Affects
  readonly config?: ConfigShape
  readonly short?: string
  readonly otherNames?: Readonly<Record<string, RawOption>>
}

interface TextSpec<Value, Affects extends boolean> extends CommonSpec<Affects> {
  readonly placeholder: string
  readonly completes?: Completable
  readonly parse: ParseText<Value>
  /** Completes the sentence `--name takes …`; absent where every text is accepted. */
  readonly expects?: string
  readonly defaultText?: string
}

/** An option without a value. */
export const switchOption = <const Affects extends boolean>(
  spec: CommonSpec<Affects>,
): OptionDefinition<boolean, Affects> => ({ ...spec, parse: (_, raw) => raw !== undefined })

/** An option with one value, given at most once. */
export function valueOption<Value, const Affects extends boolean>(
  spec: TextSpec<Value, Affects> & { readonly default: NoInfer<Value> },
): OptionDefinition<Value, Affects>
export function valueOption<Value, const Affects extends boolean>(
  spec: TextSpec<Value, Affects>,
): OptionDefinition<Value | undefined, Affects>
export function valueOption<Value, const Affects extends boolean>({
  parse,
  expects,
  default: defaultValue,
  ...rest
}: TextSpec<Value, Affects> & { readonly default?: Value }): OptionDefinition<
  Value | undefined,
  Affects
> {
  return {
    ...rest,
    parse(option, raw) {
      if (raw === undefined || raw === true) return defaultValue
      if (raw.length > 1)
        throw new UsageError(`${option} was given ${raw.length} times. Give it once.`)
      return parseText(option, raw[0] ?? '', parse, expects)
    },
  }
}

/** An option that may be repeated. Each text may hold several values. */
export const listOption = <Value, const Affects extends boolean>({
  parse,
  expects,
  ...rest
}: TextSpec<readonly Value[], Affects> & {
  readonly toPortable?: (values: readonly Value[]) => readonly Value[]
}): OptionDefinition<readonly Value[], Affects> => ({
  ...rest,
  async parse(option, raw) {
    const values: Value[] = []
    for (const text of raw === undefined || raw === true ? [] : raw)
      values.push(...(await parseText(option, text, parse, expects)))
    return values
  },
})

interface ChoiceSpec<Choice extends string, Affects extends boolean> extends CommonSpec<Affects> {
  readonly choices: readonly Choice[]
  readonly placeholder?: string
}

/** An option that takes one of several words, in any case. */
export function choiceOption<const Choice extends string, const Affects extends boolean>(
  spec: ChoiceSpec<Choice, Affects> & { readonly default: NoInfer<Choice> },
): OptionDefinition<Choice, Affects>
export function choiceOption<const Choice extends string, const Affects extends boolean>(
  spec: ChoiceSpec<Choice, Affects>,
): OptionDefinition<Choice | undefined, Affects>
export function choiceOption<const Choice extends string, const Affects extends boolean>({
  choices,
  placeholder = choices.join('|'),
  default: defaultChoice,
  ...rest
}: ChoiceSpec<Choice, Affects> & { readonly default?: Choice }): OptionDefinition<
  Choice | undefined,
  Affects
> {
  const spec = {
    ...rest,
    placeholder,
    completes: choices,
    parse: (text: string, option: string) => parseChoice(text, option, choices),
  }
  return defaultChoice === undefined
    ? valueOption(spec)
    : valueOption({ ...spec, default: defaultChoice, defaultText: defaultChoice })
}

/** The choice that a text names. Throws a UsageError that lists all, and suggests the nearest. */
export function parseChoice<Choice extends string>(
  text: string,
  option: string,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((choice) => choice === text.toLowerCase())
  if (found !== undefined) return found
  throw new UsageError(
    `${option} takes ${joinWithOr(choices)}, not “${text}”.${didYouMean(text, choices)}`,
  )
}

/** `a, b or c` */
export const joinWithOr = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

function parseText<Value>(
  option: string,
  text: string,
  parse: ParseText<Value>,
  expects = 'another value',
): Value | Promise<Value> {
  const trimmed = text.trim()
  if (trimmed === '') throw new UsageError(`${option} needs a value.`)
  const accepted = (value: Value | undefined): Value => {
    if (value !== undefined) return value
    throw new UsageError(`${option} takes ${expects}, not “${trimmed}”.`)
  }
  const value = parse(trimmed, option)
  return value instanceof Promise ? value.then(accepted) : accepted(value)
}

/** Parses all options of a command. Throws a UsageError for the first bad value. */
export async function parseOptions<Definitions extends OptionDefinitions>(
  definitions: Definitions,
  raw: RawOptions,
): Promise<OptionValues<Definitions>> {
  const values: Record<string, unknown> = {}
  for (const [name, { parse }] of Object.entries(definitions))
    values[name] = await parse(`--${name}`, raw[name])
  return values as OptionValues<Definitions>
}

/**
 * The values of all options that affect verdicts, as a process elsewhere can use them. Options that
 * were not given and have no default are left out.
 */
export function pickVerdictOptions<Definitions extends OptionDefinitions>(
  definitions: Definitions,
  values: OptionValues<Definitions>,
): Pick<OptionValues<Definitions>, VerdictName<Definitions>> {
  const picked: Record<string, unknown> = {}
  for (const [name, { affectsVerdicts, toPortable }] of Object.entries(definitions)) {
    const value = values[name]
    if (affectsVerdicts && value !== undefined) picked[name] = toPortable?.(value) ?? value
  }
  return picked as Pick<OptionValues<Definitions>, VerdictName<Definitions>>
}
