import { realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type CommandDefinition, commandDefinitions } from '../../../src/cli/command-definitions.ts'
import { applyConfigs } from '../../../src/cli/config/apply-configs.ts'
import { configOptions } from '../../../src/cli/options/config-options.ts'
import { type OptionDefinitions, parseOptions } from '../../../src/cli/options/define-option.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const folder = realpathSync(temporaryFolder('every-key'))
const lookup = { env: {}, platform: 'linux' as const, workingDirectory: folder }
const definitions: OptionDefinitions = configOptions

/** For each key: a good value and what it means, a bad value, and a part of what is said of it. */
const KEYS: Readonly<Record<string, readonly [string, unknown, string, string]>> = {
  'fail-on': ['never', 'never', 'errors', 'Did you mean error?'],
  'skip-rule': ['[clock-skew]', ['clock-skew'], '[clock-skw]', 'Did you mean clock-skew?'],
  severity: [
    '{ clock-skew: info }',
    [{ rule: 'clock-skew', severity: 'info' }],
    '{ clock-skew: inf }',
    'severity clock-skew takes error, warning or info, not “inf”. Did you mean info?',
  ],
  set: [
    '{ spool-message-stuck: { stuckAfter: 5m } }',
    [{ rule: 'spool-message-stuck', threshold: 'stuckAfter', value: 300_000 }],
    '{ spool-message-stuck: { stuckAfter: soon } }',
    'takes a duration, such as 5m, 90s or 2h, not “soon”',
  ],
  'utc-offset': ['-05:30', -330, '5', 'such as +02:00 or -05:00'],
  'date-order': ['dmy', 'dmy', 'dym', 'takes mdy, dmy or ymd'],
  'code-page': ['850', 'cp850', 'klingon', 'a code page such as 850'],
  tmf: ['tmf', [join(folder, 'tmf')], '{ a: b }', 'one value or a list'],
  manifest: ['[a.man]', [join(folder, 'a.man')], '[[a]]', 'one value here'],
  jobs: ['3', 3, '0', 'a number from 1 to 64'],
  timeout: ['90s', 90_000, '90', 'a duration, such as 90s or 10m'],
  memory: ['1G', 1024, '1M', '32M or more'],
  'max-files': ['5', 5, '-5', 'a whole number from 1 on'],
  'max-entry-bytes': ['1G', 1e9, 'much', 'a size in bytes'],
  'max-total-bytes': ['1G', 1e9, 'much', 'a size in bytes'],
  'max-ratio': ['5', 5, '0', 'a whole number from 1 on'],
  'max-entries': ['5', 5, '0', 'a whole number from 1 on'],
  'max-nesting': ['0', 0, 'none', 'a whole number from 0 on'],
  'max-path-length': ['5', 5, '0', 'a whole number from 1 on'],
  'redact-key': ['a.key', join(folder, 'a.key'), 'a'.repeat(64), 'not the key itself'],
  full: ['true', true, 'yes', 'true or false'],
  context: ['5', 5, '1001', 'a number from 0 to 1000'],
  poll: ['true', true, '1', 'true or false'],
  'screen-reader': ['true', true, 'on', 'true or false'],
  'no-mouse': ['true', true, '~', 'true or false'],
  color: ['always', 'always', 'alway', 'Did you mean always?'],
  'no-pager': ['true', true, '[true]', 'true or false'],
  ascii: ['true', true, 'True!', 'true or false'],
}

const keys = Object.keys(definitions).filter((name) => definitions[name]?.config !== undefined)

it('every key is tested', () => {
  expect(Object.keys(KEYS).sort()).toEqual([...keys].sort())
})

it('every option that some command takes from a configuration is a key', () => {
  const commands: readonly CommandDefinition[] = Object.values(commandDefinitions)
  const all = commands.flatMap(({ options }) =>
    Object.keys(options).filter((name) => options[name]?.config !== undefined),
  )
  expect([...new Set(all)].sort()).toEqual([...keys].sort())
})

async function apply(text: string) {
  const path = join(folder, 'spoolscope.config.yaml')
  writeFileSync(path, text)
  return applyConfigs({}, [{ path, kind: 'project' }], definitions, lookup)
}

describe.each(Object.entries(KEYS))('%s', (key, [good, value, bad, problem]) => {
  it('takes a good value', async () => {
    const { options, files } = await apply(`# a comment\n${key}: ${good}\n`)
    expect(files[0]?.problems).toEqual([])
    const parsed: Readonly<Record<string, unknown>> = await parseOptions(definitions, options)
    expect(parsed[key]).toEqual(value)
  })

  it('refuses a bad value, with its line and the fix', async () => {
    const { files } = await apply(`# a comment\n${key}: ${bad}\n`)
    expect(files[0]?.problems).toEqual([
      { line: 2, column: expect.any(Number), message: expect.stringContaining(problem) },
    ])
    // A key in the wrong place is a secret.
    expect(files[0]?.problems[0]?.message).not.toContain('a'.repeat(64))
  })
})
