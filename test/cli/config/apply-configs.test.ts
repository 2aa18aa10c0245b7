import { realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { parseCommandLine, splitCommandLine } from '../../../src/cli/command-line.ts'
import { applyConfigs } from '../../../src/cli/config/apply-configs.ts'
import { configOptions } from '../../../src/cli/options/config-options.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const folder = realpathSync(temporaryFolder('apply-configs'))
const lookup = {
  env: { HOME: '/home/kim' },
  platform: 'linux' as const,
  workingDirectory: folder,
}
const project = join(folder, 'spoolscope.config.yaml')
const user = join(folder, 'user.yaml')

/** What is in force with these files and this command line. */
async function apply(
  projectText: string,
  userText = '',
  given: Record<string, string[] | true> = {},
) {
  writeFileSync(project, projectText)
  writeFileSync(user, userText)
  return applyConfigs(
    given,
    [
      { path: project, kind: 'project' },
      { path: user, kind: 'user' },
    ],
    configOptions,
    lookup,
  )
}

describe('the first wins:', () => {
  it('the command line, then the file of the folder, then that of the user', async () => {
    const { options, values } = await apply(
      'fail-on: warning\ncode-page: 850\n',
      'fail-on: never\ncode-page: 932\ndate-order: dmy\n',
      { 'fail-on': ['error'] },
    )
    expect(options).toEqual({ 'fail-on': ['error'], 'code-page': ['850'], 'date-order': ['dmy'] })
    expect(values).toEqual([
      { option: 'fail-on', text: 'error', source: { kind: 'command-line' } },
      { option: 'code-page', text: '850', source: { kind: 'project', file: project, line: 2 } },
      { option: 'date-order', text: 'dmy', source: { kind: 'user', file: user, line: 3 } },
    ])
  })

  it('a list as a whole, also an empty one', async () => {
    expect(
      (await apply('skip-rule: [clock-skew]', 'skip-rule: [logging-not-full]')).options,
    ).toEqual({
      'skip-rule': ['clock-skew'],
    })
    expect((await apply('skip-rule: []', 'skip-rule: [logging-not-full]')).options).toEqual({
      'skip-rule': [],
    })
    const given = { 'skip-rule': ['federated-recipient'] }
    expect((await apply('skip-rule: [clock-skew]', '', given)).options).toEqual(given)
  })

  it('thresholds and severities one by one', async () => {
    const { options, files } = await apply(
      'set: { spool-message-stuck: { stuckAfter: 5m } }\nseverity: { clock-skew: info }',
      'set: { spool-message-stuck: { stuckAfter: 9m } }\n' +
        'severity: { clock-skew: error, logging-not-full: error }',
      { severity: ['clock-skew=warning'] },
    )
    expect(options).toEqual({
      severity: ['clock-skew=warning', 'logging-not-full=error'],
      set: ['spool-message-stuck.stuckAfter=5m'],
    })
    expect(files.map((file) => file.options)).toEqual([['set'], ['severity']])
  })

  it('a switch that is off, over one that is on', async () => {
    const { options } = await apply('ascii: false\nno-pager: true', 'ascii: true\nfull: true')
    expect(options).toEqual({ 'no-pager': true, full: true })
  })

  it('--rule, over a file that turns the rule off', async () => {
    const { options } = await apply('skip-rule: [clock-skew, logging-not-full]', '', {
      rule: ['clock-skew,federated-recipient'],
    })
    expect(options).toEqual({
      rule: ['clock-skew,federated-recipient'],
      'skip-rule': ['logging-not-full'],
    })
  })
})

it('paths are relative to the folder of their file, or to the home folder', async () => {
  const { options } = await apply('redact-key: keys/a.key\ntmf: [~/tmf, /opt/tmf, ../tmf]')
  expect(options).toEqual({
    'redact-key': [join(folder, 'keys/a.key')],
    tmf: ['/home/kim/tmf', '/opt/tmf', join(folder, '../tmf')],
  })
})

it('a file that is refused sets nothing, and is not read', async () => {
  const refused = 'is not used.'
  const { options, files } = await applyConfigs(
    {},
    [{ path: join(folder, 'missing.yaml'), kind: 'project', refused }],
    configOptions,
    lookup,
  )
  expect(options).toEqual({})
  expect(files).toEqual([
    {
      path: join(folder, 'missing.yaml'),
      shownPath: join(folder, 'missing.yaml'),
      kind: 'project',
      refused,
      options: [],
      problems: [],
    },
  ])
})

describe('a command takes from a file', () => {
  const parse = async (...argv: string[]) => {
    const line = await splitCommandLine(argv)
    return parseCommandLine(line.command ?? 'analyze', line, lookup)
  }

  beforeEach(() => {
    writeFileSync(
      project,
      'utc-offset: +02:00\nseverity: { clock-skew: error }\njobs: 3\ncolor: never\nfull: true\n',
    )
  })

  it('typed values of the options that it has', async () => {
    const line = await parse('analyze', 'PC-0142', '--jobs', '2')
    expect(line.options).toMatchObject({
      'utc-offset': 120,
      severity: [{ rule: 'clock-skew', severity: 'error' }],
      jobs: 2,
      color: 'never',
      full: true,
    })
    expect([...line.given]).toEqual(['jobs'])
  })

  it('nothing else: options of other commands do not matter', async () => {
    const { options, configuration } = await parse('rules')
    expect(options).not.toHaveProperty('jobs')
    expect(configuration?.files[0]?.options).toEqual(['color'])
  })

  it('no time zone for printing: that is another option of the same name', async () => {
    expect((await parse('etl', 'print', 'a.etl')).options).toMatchObject({
      'utc-offset': undefined,
    })
  })

  it('nothing with --no-config, and nothing where no file is', async () => {
    const line = await parse('analyze', 'PC-0142', '--no-config')
    expect(line.options).toMatchObject({ 'utc-offset': undefined, color: 'auto' })
    expect(line.configuration).toBeUndefined()
  })

  it('the first fault as an error, with the number of others', async () => {
    writeFileSync(project, 'color: never\nfail-on: errors\nnope: 1\nutc-offset: soon\n')
    await expect(parse('analyze', 'PC-0142')).rejects.toThrow(
      `${project}:2:10: fail-on takes error, warning or never, not “errors”. Did you mean error? ` +
        '2 more: spoolscope config --check.',
    )
    await expect(parse('rules')).rejects.toThrow(`${project}:3:1: There is no option “nope”.`)
  })

  it('an error for a file that cannot be read', async () => {
    const missing = join(folder, 'missing.yaml')
    await expect(parse('rules', '--config', missing)).rejects.toThrow(
      /Cannot read .*Check the path\./,
    )
    await expect(parse('rules', '--config', folder)).rejects.toThrow('this is not a file')
    writeFileSync(project, Buffer.from('color: n\u00e9ver', 'latin1'))
    await expect(parse('rules')).rejects.toThrow(`${project} is not UTF-8. Save it as UTF-8.`)
    writeFileSync(project, Buffer.from('color: never', 'utf16le'))
    await expect(parse('rules')).rejects.toThrow(`${project}:1:`)
  })
})
