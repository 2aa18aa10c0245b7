import { describe, expect, it } from 'vitest'
import { createBatchOrder } from '../../../src/batch/batch-order.ts'
import {
  type CommandDefinition,
  type CommandName,
  commandDefinitions,
} from '../../../src/cli/command-definitions.ts'
import { helpText } from '../../../src/cli/help.ts'
import { batchOptions } from '../../../src/cli/options/batch-options.ts'
import {
  type OptionDefinition,
  parseOptions,
  pickVerdictOptions,
  type RawOptions,
} from '../../../src/cli/options/define-option.ts'
import { DEFAULT_VERDICT_OPTIONS, isVerdictOptions } from '../../../src/model/verdict-options.ts'

const helpTextText = (...parts: Parameters<typeof helpText>): string => String(helpText(...parts))

const commands = Object.entries(commandDefinitions) as [CommandName, CommandDefinition][]
const everyOption = commands.flatMap(([command, { options }]) =>
  Object.entries(options).map(([name, option]) => ({ command, name, option })),
)
const STYLE = { color: false, width: 500 }

describe('every option of every command', () => {
  it.each(everyOption)('$command --$name is in help, with its default', (row) => {
    const { command, name, option } = row
    const usage =
      option.placeholder === undefined ? `--${name}` : `--${name} <${option.placeholder}>`
    const help = helpTextText(command, STYLE)
    expect(help).toContain(usage)
    expect(help).toContain(
      option.defaultText === undefined ? option.help : `${option.help} (${option.defaultText})`,
    )
  })

  it.each(everyOption.filter(({ option }) => option.placeholder !== undefined))(
    '$command --$name rejects a bad value with a message that names it',
    async ({ name, option }) => {
      await expect(messageFor(name, option, '?!')).resolves.toMatch(`--${name}`)
      await expect(messageFor(name, option, ' ')).resolves.toBe(`--${name} needs a value.`)
    },
  )
})

/** The message for a text; options that accept every text are asked with an empty one. */
async function messageFor(name: string, option: OptionDefinition, text: string): Promise<string> {
  for (const value of [text, ' ']) {
    try {
      await option.parse(`--${name}`, [value])
    } catch (error) {
      expect((error as Error).name).toBe('UsageError')
      return (error as Error).message
    }
  }
  return 'every text is accepted'
}

it('an option takes a value in all commands or in none', () => {
  const kinds = new Map<string, boolean>()
  for (const { name, option } of everyOption) {
    const takesValue = option.placeholder !== undefined
    expect(kinds.get(name) ?? takesValue, name).toBe(takesValue)
    kinds.set(name, takesValue)
  }
})

it.each(everyOption.filter(({ option }) => option.defaultText !== undefined))(
  '$command --$name shows the default that it has',
  async ({ name, option }) => {
    const value = await option.parse(`--${name}`, undefined)
    if (value === undefined || value === '-') return // decided by the command
    expect(await option.parse(`--${name}`, [option.defaultText ?? ''])).toEqual(value)
  },
)

/** For each option of batch, a text for another value than the default; `true` for a switch. */
const SAMPLES: { readonly [Name in keyof typeof batchOptions]: string | true } = {
  output: 'results.ndjson',
  resume: true,
  cache: 'cache',
  shard: '1/8',
  jobs: '3',
  timeout: '90s',
  memory: '1G',
  queue: 'redis://queue.contoso.example',
  'queue-name': 'other',
  'as-of': '2016-06-14T12:00Z',
  incident: '2016-06-14T12:00Z',
  'utc-offset': '+02:00',
  'date-order': 'dmy',
  'code-page': '1251',
  tmf: 'samples/tmf',
  manifest: 'samples/formats/manifest',
  'fail-on': 'never',
  rule: 'spool-message-stuck',
  'skip-rule': 'spool-message-stuck',
  set: 'spool-message-stuck.stuckAfter=5m',
  severity: 'spool-message-stuck=warning',
  'follow-links': true,
  'max-files': '3',
  'max-entry-bytes': '1G',
  'max-total-bytes': '1G',
  'max-ratio': '3',
  'max-entries': '3',
  'max-nesting': '3',
  'max-path-length': '3',
  redact: true,
  'redact-key': 'key',
  'redact-map': 'map',
  'redact-shift': true,
  quiet: true,
  verbose: true,
  debug: true,
  color: 'never',
  'no-pager': true,
  ascii: true,
  config: 'team.yaml',
  'no-config': true,
  help: true,
  version: true,
}

async function orderFor(raw: RawOptions) {
  const options = await parseOptions(batchOptions, raw)
  return createBatchOrder(pickVerdictOptions(batchOptions, options), '1.0.0')
}

const rawSample = (name: string): RawOptions => {
  const sample = SAMPLES[name as keyof typeof batchOptions]
  return { [name]: sample === true ? true : [sample] }
}

describe('the order of a batch', () => {
  const names = Object.keys(batchOptions) as (keyof typeof batchOptions)[]
  const affecting = names.filter((name) => batchOptions[name].affectsVerdicts)
  const others = names.filter((name) => !batchOptions[name].affectsVerdicts)

  it.each(affecting)('has another hash with --%s, and carries its value', async (name) => {
    const [without, withOption] = [await orderFor({}), await orderFor(rawSample(name))]
    expect(withOption.ruleSet).not.toBe(without.ruleSet)
    expect(withOption.options).toHaveProperty([name])
    expect(withOption.options).not.toEqual(without.options)
  })

  it.each(others)('is the same with --%s', async (name) => {
    expect(await orderFor(rawSample(name))).toEqual(await orderFor({}))
  })

  it('survives a queue: it is plain JSON of the checked shape', async () => {
    const raw = Object.assign({}, ...affecting.map(rawSample), { 'skip-rule': ['clock-skew'] })
    const order = await orderFor(raw)
    const received = JSON.parse(JSON.stringify(order)) as typeof order
    expect(received).toEqual(order)
    expect(isVerdictOptions(received.options)).toBe(true)
    expect(createBatchOrder(received.options, '1.0.0').ruleSet).toBe(order.ruleSet)
  })

  it('has the default options without any', async () => {
    expect((await orderFor({})).options).toEqual(DEFAULT_VERDICT_OPTIONS)
  })

  it('has the same hash however rules and thresholds were given', async () => {
    const rules = ['clock-skew', 'spool-message-stuck']
    const both = await orderFor({ rule: [rules.join(',')] })
    expect((await orderFor({ rule: [...rules].reverse() })).ruleSet).toBe(both.ruleSet)
    const set = (...values: string[]) =>
      orderFor({ set: values.map((value) => `spool-message-stuck.stuckAfter=${value}`) })
    expect((await set('90s')).ruleSet).toBe((await set('5m', '1.5m')).ruleSet)
  })

  it('has another hash in another version', async () => {
    const { options, ruleSet } = await orderFor({})
    expect(createBatchOrder(options, '1.0.1').ruleSet).not.toBe(ruleSet)
  })
})

it.each([
  { ...DEFAULT_VERDICT_OPTIONS, unknown: 1 },
  { ...DEFAULT_VERDICT_OPTIONS, rule: [1] },
  { ...DEFAULT_VERDICT_OPTIONS, set: [{ rule: 'a' }] },
  { ...DEFAULT_VERDICT_OPTIONS, severity: [{ rule: 'a', severity: 'fatal' }] },
  { 'code-page': 'windows-1252' },
  null,
  'text',
])('options from a queue are rejected unless they have the checked shape: %j', (value) => {
  expect(isVerdictOptions(value)).toBe(false)
})
