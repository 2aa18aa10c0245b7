import { UsageError } from '../model/usage-error.ts'
import { didYouMean } from './nearest.ts'
import type { Options } from './options.ts'

/** The value of an option that may be given once. */
export function one(options: Options, name: string): string | undefined {
  const values = options[name]
  if (values === undefined || values === true) return undefined
  if (values.length > 1)
    throw new UsageError(`--${name} was given ${values.length} times. Give it once.`)
  const value = values[0]?.trim()
  if (!value) throw new UsageError(`--${name} needs a value.`)
  return value
}

/** All values of an option that may be repeated. */
export function many(options: Options, name: string): readonly string[] {
  const values = options[name]
  return values === undefined || values === true ? [] : values
}

export function choice<T extends string>(
  options: Options,
  name: string,
  choices: readonly T[],
  usual: T,
): T {
  const given = one(options, name)
  if (given === undefined) return usual
  const found = choices.find((candidate) => candidate === given.toLowerCase())
  if (found === undefined)
    throw new UsageError(
      `--${name} takes ${joinWithOr(choices)}, not “${given}”.${didYouMean(given, choices)}`,
    )
  return found
}

/** An option's value as `parse` reads it; `takes` says what it should have been. */
export function read<T>(
  options: Options,
  name: string,
  parse: (text: string) => T | undefined,
  takes: string,
): T | undefined {
  const given = one(options, name)
  if (given === undefined) return undefined
  const value = parse(given)
  if (value === undefined) throw new UsageError(`--${name} takes ${takes}, not “${given}”.`)
  return value
}

export const joinWithOr = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
