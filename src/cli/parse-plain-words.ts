import type { OptionDefinitions } from './options/define-option.ts'

/** The result of parsing: operands in `_`, values by the name of their option. */
export type ParsedWords = Readonly<Record<string, unknown>> & {
  readonly _: readonly (string | number)[]
}

/** yargs takes a word behind a switch for its value. */
const SWITCH_VALUE = /^(?:true|false)$/
/** yargs takes quotation marks off a value. */
const QUOTED = /^["']/
const NUMBER_LIKE = /^-\.?\d/

/**
 * Parses normalized words, of which each is an operand, an option that the command has, or its
 * value, as yargs does. Returns undefined for all others. They are rare, and yargs has the messages
 * for them: loading it takes longer than all else that happens before a command starts.
 */
export function parsePlainWords(
  words: readonly string[],
  definitions: OptionDefinitions,
): ParsedWords | undefined {
  const switches = new Map<string, string>()
  for (const [name, { placeholder, short, otherNames = {} }] of Object.entries(definitions)) {
    if (placeholder === undefined) {
      switches.set(`--${name}`, name)
      if (short !== undefined) switches.set(`-${short}`, name)
    }
    for (const other of Object.keys(otherNames)) switches.set(`--${other}`, other)
  }
  const operands: string[] = []
  const values = new Map<string, true | string[]>()
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word === '--') {
      operands.push(...words.slice(at + 1))
      break
    }
    const nextWord = words[at + 1]
    if (!word.startsWith('-') || word === '-') operands.push(word)
    else if (switches.has(word)) {
      const name = switches.get(word) ?? ''
      if (values.has(name) || (nextWord !== undefined && SWITCH_VALUE.test(nextWord)))
        return undefined
      values.set(name, true)
    } else {
      const equals = word.indexOf('=')
      const name = word.slice('--'.length, equals < 0 ? undefined : equals)
      const isKnown = word.startsWith('--') && Object.hasOwn(definitions, name)
      const value = equals < 0 ? nextWord : word.slice(equals + 1)
      if (!isKnown || definitions[name]?.placeholder === undefined || !isPlainValue(value))
        return undefined
      const earlier = values.get(name)
      values.set(name, [...(earlier === undefined || earlier === true ? [] : earlier), value])
      if (equals < 0) at += 1
    }
  }
  return { ...Object.fromEntries(values), _: operands }
}

const isPlainValue = (value: string | undefined): value is string =>
  value !== undefined &&
  value !== '' &&
  !QUOTED.test(value) &&
  (!value.startsWith('-') || value === '-' || NUMBER_LIKE.test(value))
