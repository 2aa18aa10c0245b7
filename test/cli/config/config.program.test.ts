import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ConfigurationInForce } from '../../../src/model/configuration.ts'
import type { Report } from '../../../src/model/report.ts'
import { fileLines, parseWrittenLine } from '../../support/bundles.ts'
import {
  batchLineSchemaProblems,
  reportSchemaProblems,
} from '../../support/schemas/report-schema.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const CLI = resolve('dist/cli.js')
const root = realpathSync(temporaryFolder('config-program'))
const cases = join(root, 'cases')
const project = join(cases, 'spoolscope.config.yaml')
const userFolder = join(root, 'home', '.config', 'spoolscope')
const userFile = join(userFolder, 'spoolscope.config.yaml')
mkdirSync(userFolder, { recursive: true })
for (const name of ['PC-1', 'PC-2'])
  cpSync('samples/whole/stuck-on-premises', join(cases, 'bundles', name), {
    recursive: true,
    preserveTimestamps: true,
  })
const PC = 'bundles/PC-1'

function runIn(cwd: string, args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    encoding: 'utf8',
    input: '',
    env: { PATH: process.env.PATH ?? '', HOME: join(root, 'home'), COLUMNS: '100', ...env },
  })
  return { status, stdout, stderr }
}
const run = (...args: readonly string[]) => runIn(cases, args)
const reportOf = (...args: readonly string[]) =>
  JSON.parse(run('analyze', PC, '--format', 'json', ...args).stdout) as Report

beforeEach(() => {
  writeFileSync(project, '')
  writeFileSync(userFile, '')
})

describe('spoolscope analyze with a configuration', () => {
  it('reports a check that is turned off as not checked, and says which file did it', () => {
    writeFileSync(project, 'skip-rule: [spool-message-stuck]\nset: { clock-skew: {} }\n')
    const { stdout, stderr } = run('analyze', PC)
    expect(stdout).toContain('1 turned off (spool-message-stuck)')
    expect(stdout.replace(/\s+/g, ' ')).toContain(`Options from ${project}: skip-rule.`)
    expect(stderr).toBe(
      `spoolscope: options from ${project}: skip-rule. --no-config ignores them.\n`,
    )
    const report = reportOf()
    expect(reportSchemaProblems(report)).toEqual([])
    expect(report.configuration).toEqual([{ file: project, options: ['skip-rule'] }])
    const [first] = report.cases
    expect(first?.verdicts).toHaveLength(20)
    expect(first?.verdicts.find(({ rule }) => rule === 'spool-message-stuck')).toMatchObject({
      status: 'not-checked',
      message: 'Turned off.',
    })
    expect(first?.diagnosis?.answer).toContain('1 of 20 checks is turned off: spool-message-stuck.')
    expect(first?.headline).toContain('1 of 20 checks is turned off: spool-message-stuck.')
  })

  it.each(['csv', 'ndjson', 'sarif', 'junit', 'markdown', 'html', 'table'])(
    'says in %s that a check is turned off',
    (format) => {
      writeFileSync(project, 'skip-rule: [spool-message-stuck]\n')
      const { stdout } = run('analyze', PC, '--format', format)
      expect(stdout).toMatch(/turned off/i)
      expect(stdout).toContain('spool-message-stuck')
    },
  )

  it('exits and sorts by the severities, which the report states', () => {
    const flagged = reportOf()
      .cases.flatMap(({ verdicts }) => verdicts)
      .filter(({ status }) => status === 'flagged')
    const severities = flagged.map(({ rule }) => `  ${rule}: info\n`).join('')
    writeFileSync(project, `severity:\n${severities}`)
    expect(run('analyze', PC).status).toBe(0)
    expect(run('analyze', PC, '--no-config').status).toBe(1)
    const [first] = reportOf().cases
    expect(first?.changedSettings).toContainEqual({
      rule: 'spool-message-stuck',
      setting: 'severity',
      value: 'info',
      default: 'error',
    })
    // Another severity changes no diagnosis.
    expect(first?.diagnosis).toEqual(reportOf('--no-config').cases[0]?.diagnosis)
  })

  it('takes fail-on from a file, and the command line wins', () => {
    writeFileSync(project, 'fail-on: never\n')
    expect(run('analyze', PC).status).toBe(0)
    expect(run('analyze', PC, '--fail-on', 'error').status).toBe(1)
    expect(run('analyze', PC, '--no-config').status).toBe(1)
  })

  it('says nothing of the configuration of the user on standard error', () => {
    writeFileSync(userFile, 'fail-on: never\ncolor: never\n')
    const { stdout, stderr, status } = run('analyze', PC)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('Options from ~/.config/spoolscope/spoolscope.config.yaml: fail-on.')
  })

  it('does not use a file of the evidence, and says so', () => {
    const evidence = join(root, 'evidence')
    cpSync(join(cases, PC), evidence, { recursive: true })
    writeFileSync(join(evidence, 'spoolscope.config.yaml'), 'fail-on: never\nskip-rule: nonsense\n')
    for (const [cwd, operand] of [
      [evidence, '.'],
      [join(evidence, 'Lync'), '..'],
      [evidence, evidence],
    ] as const) {
      const { status, stderr, stdout } = runIn(cwd, ['analyze', operand])
      expect(status).toBe(1)
      expect(stderr).toContain('may be part of the evidence, and is not used')
      expect(stdout).not.toContain('Options from')
    }
    writeFileSync(join(evidence, 'spoolscope.config.yaml'), 'fail-on: never\n')
    const trusted = ['analyze', '.', '--config', 'spoolscope.config.yaml']
    expect(runIn(evidence, trusted).status).toBe(0)
  })

  it.skipIf(process.getuid?.() !== 0)('does not use a file of another user, and says so', () => {
    writeFileSync(project, 'fail-on: never\n')
    chownSync(project, 12345, 12345)
    const { status, stderr } = run('analyze', PC)
    chownSync(project, 0, 0)
    expect(status).toBe(1)
    expect(stderr).toContain('belongs to another user and is not used. If you trust it')
  })

  it('ends with 2 for a faulty file, also one that other commands would not mind', () => {
    writeFileSync(project, 'color: never\nfail-on: errors\n')
    for (const args of [
      ['analyze', PC],
      ['batch', 'bundles'],
      ['watch', PC],
      ['diff', PC, PC],
    ])
      expect(run(...args)).toEqual({
        status: 2,
        stdout: '',
        stderr:
          `spoolscope: ${project}:2:10: fail-on takes error, warning or never, not “errors”. ` +
          'Did you mean error?\n',
      })
    expect(run('--version').status).toBe(0)
    expect(run('analyze', '--help').status).toBe(0)
    expect(run('analyze', PC, '--no-config').status).toBe(1)
  })
})

describe('spoolscope batch with a configuration', () => {
  const batch = (output: string, ...more: readonly string[]) =>
    run('batch', 'bundles', '--output', `../${output}`, ...more)
  const linesOf = (output: string) => fileLines(join(root, output)).map(parseWrittenLine)

  it('gives the settings to workers, and hashes them like those of the command line', () => {
    writeFileSync(
      project,
      'skip-rule: [clock-skew]\nset: { spool-message-stuck: { stuckAfter: 1h } }\n' +
        'severity: { ews-request-failing: info }\njobs: 2\nfail-on: never\n',
    )
    expect(batch('file.ndjson').status).toBe(0)
    const lines = linesOf('file.ndjson')
    expect(lines).toHaveLength(2)
    for (const line of lines) {
      expect(batchLineSchemaProblems(line)).toEqual([])
      const { verdicts = [], changedSettings } = line.report ?? {}
      expect(verdicts.find(({ rule }) => rule === 'clock-skew')?.status).toBe('not-checked')
      expect(verdicts.find(({ rule }) => rule === 'ews-request-failing')?.severity).toBe('info')
      expect(changedSettings).toHaveLength(2)
    }
    const options = ['--skip-rule', 'clock-skew', '--set', 'spool-message-stuck.stuckAfter=1h']
    const severity = ['--severity', 'ews-request-failing=info', '--fail-on', 'never']
    batch('options.ndjson', '--no-config', ...options, ...severity)
    expect(linesOf('options.ndjson').map(({ ruleSet }) => ruleSet)).toEqual(
      lines.map(({ ruleSet }) => ruleSet),
    )
  })

  it('does not mix results of other settings', () => {
    batch('resumed.ndjson')
    writeFileSync(project, 'skip-rule: [clock-skew]\n')
    const { status, stderr } = batch('resumed.ndjson', '--resume')
    expect(status).toBe(2)
    expect(stderr).toContain('was made with other rules, limits or options')
  })

  it('keeps results that summarize and diff read: what is off is open, not passed', () => {
    batch('all.ndjson', '--no-config')
    writeFileSync(project, 'skip-rule: [clock-skew]\n')
    batch('fewer.ndjson')
    const summary = JSON.parse(run('summarize', '../fewer.ndjson', '--format', 'json').stdout)
    expect(JSON.stringify(summary.notChecked)).toContain('a run with these checks turned on')
    const args = ['diff', '../all.ndjson', '../fewer.ndjson', '--any-rules', '--format', 'json']
    expect(run(...args, '--no-config').status).toBe(0)
  })
})

it('spoolscope diff warns when one case was analyzed with other rules', () => {
  const write = (name: string, ...more: string[]) =>
    writeFileSync(join(root, name), run('analyze', PC, '--format', 'json', ...more).stdout)
  write('before.json')
  write('after.json', '--skip-rule', 'clock-skew')
  const { stdout } = run('diff', '../before.json', '../after.json')
  expect(stdout.replace(/\s+/g, ' ')).toContain('made with other rules turned off')
})

it('spoolscope watch takes thresholds from a file', () => {
  writeFileSync(project, 'skip-rule: [clock-skew]\n')
  const { stderr, stdout } = run('watch', PC, '--until', '1s', '--format', 'ndjson')
  expect(stderr).toContain(`options from ${project}: skip-rule.`)
  expect(stdout).toContain('watch-ended')
  const waiting = run('watch', PC, '--until', 'clock-skew')
  expect(waiting.stderr).toContain('which --rule and --skip-rule leave out')
})

describe('a redaction key of a configuration', () => {
  const log = join(root, 'log.txt')
  const redact = () => run('redact', log, '-')

  beforeEach(() => {
    writeFileSync(log, 'INFO sip:kim@contoso.example signed in\n')
    writeFileSync(project, 'redact-key: keys/redaction.key\n')
    mkdirSync(join(cases, 'keys'), { recursive: true })
    writeFileSync(join(cases, 'keys/redaction.key'), 'a secret that is long enough\n')
    chmodSync(join(cases, 'keys/redaction.key'), 0o600)
  })

  it('gives the tokens of that key, and is named', () => {
    const { stdout, stderr, status } = redact()
    expect(status).toBe(0)
    expect(stderr).toContain(`options from ${project}: redact-key.`)
    expect(stderr).not.toContain('everybody')
    const key = join(cases, 'keys/redaction.key')
    expect(run('redact', log, '-', '--no-config', '--redact-key', key).stdout).toBe(stdout)
    expect(run('redact', log, '-', '--no-config').stdout).not.toBe(stdout)
  })

  it('causes a warning when everybody can read it', () => {
    chmodSync(join(cases, 'keys/redaction.key'), 0o644)
    expect(redact().stderr).toContain('everybody on this machine can read the key')
    // A report that is not redacted needs no key.
    expect(run('analyze', PC).stderr).not.toContain('everybody')
    expect(run('analyze', PC, '--redact').stderr).toContain('everybody')
  })

  it('is a path: a key in the file is refused, and not repeated', () => {
    writeFileSync(project, `redact-key: ${'c0ffee'.repeat(10)}\n`)
    const { status, stderr } = redact()
    expect(status).toBe(2)
    expect(stderr).toContain(`${project}:1:13: redact-key takes the path of a file`)
    expect(stderr).not.toContain('c0ffee')
  })

  it('shows no folder of the configuration in a redacted report', () => {
    const report = reportOf('--redact')
    expect(report.configuration?.map(({ file }) => file)).toEqual(['spoolscope.config.yaml'])
  })
})

describe('spoolscope config', () => {
  const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync('schema/configuration.schema.json', 'utf8')),
  )
  const inForce = (...more: readonly string[]) => {
    const { stdout, stderr, status } = run('config', '--format', 'json', ...more)
    const value = JSON.parse(stdout) as ConfigurationInForce
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true)
    return { value, stderr, status }
  }
  const valuesOf = ({ options }: ConfigurationInForce, name: string) =>
    options.filter(({ option }) => option === name)

  it('shows each value with where it comes from', () => {
    writeFileSync(project, '# ours\nfail-on: warning\nskip-rule:\n  - clock-skew\n')
    writeFileSync(userFile, 'fail-on: never\nno-pager: true\n')
    const { value, status, stderr } = inForce('--code-page', '850')
    expect([status, stderr]).toEqual([0, ''])
    expect(value.files.map(({ path, kind, isUsed }) => [path, kind, isUsed])).toEqual([
      [project, 'project', true],
      [userFile, 'user', true],
    ])
    expect(valuesOf(value, 'fail-on')).toEqual([
      { option: 'fail-on', value: 'warning', from: { kind: 'project', path: project, line: 2 } },
    ])
    expect(valuesOf(value, 'skip-rule')[0]?.from).toMatchObject({ line: 4 })
    expect(valuesOf(value, 'no-pager')[0]).toMatchObject({ value: true, from: { kind: 'user' } })
    expect(valuesOf(value, 'code-page')[0]).toMatchObject({ from: { kind: 'command-line' } })
    expect(valuesOf(value, 'timeout')[0]).toMatchObject({ value: '10m', from: { kind: 'default' } })
    const { stdout } = run('config', '--code-page', '850')
    expect(stdout).toMatch(/fail-on +warning +file of this folder, line 2/)
    expect(stdout).toMatch(/no-pager +on +file of the user, line 2/)
    expect(stdout).toMatch(/code-page +850 +command line/)
    expect(stdout).toMatch(/timeout +10m$/m)
  })

  it('reads only the file of --config, and none with --no-config', () => {
    writeFileSync(project, 'fail-on: warning\n')
    writeFileSync(join(root, 'team.yaml'), 'jobs: 3\n')
    const { value } = inForce('--config', '../team.yaml')
    expect(value.files.map(({ kind }) => kind)).toEqual(['named'])
    expect(valuesOf(value, 'fail-on')[0]?.from.kind).toBe('default')
    expect(inForce('--no-config').value.files).toEqual([])
    expect(run('config', '--no-config').stdout).toContain('No configuration was found')
  })

  it('checks the files: all faults, with line, column and fix', () => {
    writeFileSync(project, 'fail-on: warning\n')
    expect(run('config', '--check')).toMatchObject({ status: 0, stderr: '' })
    writeFileSync(project, 'fail_on: warning\njobs: 0\n')
    expect(run('config', '--check')).toEqual({
      status: 2,
      stdout: '',
      stderr:
        `spoolscope: ${project}:1:1: There is no option “fail_on”. Did you mean fail-on?\n` +
        `spoolscope: ${project}:2:7: jobs takes a number from 1 to 64, not “0”.\n`,
    })
    const { value, status } = inForce()
    expect(status).toBe(2)
    expect(value.files[0]).toMatchObject({ isUsed: false, problems: [{ line: 1 }, { line: 2 }] })
  })

  it('takes no operands', () => {
    expect(run('config', 'team.yaml').stderr).toContain('spoolscope config --config team.yaml')
  })
})
