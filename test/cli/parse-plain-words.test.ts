import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CommandName, commandDefinitions } from '../../src/cli/command-definitions.ts'
import { splitCommandLine } from '../../src/cli/command-line.ts'
import { findWithYargs } from '../../src/cli/find-with-yargs.ts'
import { normalizeArguments } from '../../src/cli/normalize-arguments.ts'
import type { OptionDefinitions } from '../../src/cli/options/define-option.ts'
import { parsePlainWords } from '../../src/cli/parse-plain-words.ts'
import { UsageError } from '../../src/model/usage-error.ts'
import { propertyRuns } from '../properties/property-runs.ts'

const names = Object.keys(commandDefinitions) as CommandName[]
const allOptions: OptionDefinitions = Object.assign(
  {},
  ...Object.values(commandDefinitions).map(({ options }) => options),
)

const values = fc.oneof(
  fc.constantFrom(
    '-',
    '',
    'a',
    'a=b',
    'true',
    'false',
    '-05:00',
    '-5',
    '--',
    '--quiet',
    '-q',
    '"a"',
  ),
  fc.constantFrom(
    "'a'",
    '2016-06-14T12:00Z',
    '-:120',
    '--no-color',
    'a b',
    '0x10',
    '1e3',
    '__proto__',
  ),
  fc.string(),
)

/** Words of a command line, most of which belong to the command. */
function wordsFor(options: OptionDefinitions): fc.Arbitrary<string[]> {
  const optionWords = (known: OptionDefinitions) =>
    fc
      .tuple(fc.constantFrom(...Object.entries(known)), values, fc.nat(5))
      .map(
        ([[name, { short, placeholder, otherNames = {} }], value, form]) =>
          [
            placeholder === undefined ? [`--${name}`] : [`--${name}`, value],
            placeholder === undefined ? [`--${name}`] : [`--${name}=${value}`],
            [short === undefined ? `--${name}` : `-${short}`, value],
            [short === undefined ? `--${name}` : `-${short}${value}`],
            [`--${Object.keys(otherNames)[0] ?? name}`],
            [`--${name}=${value}`],
          ][form] ?? [],
      )
  return fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: optionWords(options) },
        { weight: 1, arbitrary: optionWords(allOptions) },
        { weight: 3, arbitrary: values.map((value) => [value]) },
      ),
      { maxLength: 6 },
    )
    .map((words) => words.flat())
}

/** What was found, or the message. */
function outcome(find: () => unknown): unknown {
  try {
    return find()
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
}

describe('plain command lines', () => {
  it.each(names)('of %s are parsed as yargs does', (name) => {
    const { options } = commandDefinitions[name]
    const isParent = (word: string) => word === 'etl'
    let plain = 0
    fc.assert(
      fc.property(wordsFor(options), (words) => {
        const normalized = outcome(() =>
          normalizeArguments([...name.split(' '), ...words], allOptions, isParent),
        )
        if (typeof normalized === 'string') return
        const { commandWords, words: others } = normalized as ReturnType<typeof normalizeArguments>
        if (commandWords.join(' ') !== name) return
        const parsed = parsePlainWords([...commandWords, ...others], options)
        if (parsed === undefined) return
        plain += 1
        const found = outcome(() =>
          findWithYargs({ commandWords, words: others, wantsHelp: false }, allOptions),
        )
        expect(found).toMatchObject({ command: name })
        const { parsed: byYargs } = found as ReturnType<typeof findWithYargs>
        expect(parsed._).toEqual(byYargs._.map(String))
        for (const option of optionNames(options))
          expect([parsed[option] ?? []].flat(), option).toEqual([byYargs[option] ?? []].flat())
      }),
      propertyRuns(300),
    )
    expect(plain).toBeGreaterThan(0)
  })

  it('with a command of two words in one word are not', async () => {
    await expect(splitCommandLine(['etl info', 'a.etl'])).rejects.toThrow('There is no command')
  })
})

const optionNames = (options: OptionDefinitions): string[] =>
  Object.entries(options).flatMap(([name, { otherNames = {} }]) => [
    name,
    ...Object.keys(otherNames),
  ])
