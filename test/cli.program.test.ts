import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { reportSchemaProblems } from './support/schemas/report-schema.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const CLI = resolve('dist/cli.js')
const bare = { PATH: process.env.PATH ?? '', COLUMNS: '80' }
const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SPOOL = join(folder, 'case', 'sip_kim@contoso.example', 'History Spooler')
mkdirSync(SPOOL, { recursive: true })
writeFileSync(join(SPOOL, '0001.hist'), 'never opened')
mkdirSync(join(folder, 'empty'))
writeFileSync(join(folder, 'zero.UccApilog'), '')
writeFileSync(join(folder, 'picture.bin'), new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]))

const LOG = resolve('samples/formats/client-log/sign-in.UccApilog')

function run(
  args: readonly string[],
  more: { readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {},
) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...bare, ...more.env },
    input: more.input ?? '',
  })
  return { status, stdout, stderr }
}

describe('help and version', () => {
  it('help starts with the usage and ends with examples, on stdout', () => {
    const { status, stdout, stderr } = run(['--help'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^Usage: spoolscope <command> \[options\]\n/)
    expect(stdout).toContain('\nExamples\n')
    for (const command of ['analyze', 'rules', 'explain'])
      expect(run([command, '--help']).stdout).toMatch(/^Usage: .*\n[\s\S]*\nExamples\n/)
  })

  it('the name alone says what the program is and how to begin', () => {
    const { status, stdout, stderr } = run([])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout.split('\n').length).toBeLessThan(10)
    expect(stdout).toContain('spoolscope --help')
  })

  it('the version is on stdout', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    expect(run(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
    expect(run(['analyze', '--version']).stdout).toBe(`${version}\n`)
  })
})

describe('wrong usage is explained in one line on stderr, with exit code 2', () => {
  it.each([
    [
      'a command nearly right',
      ['analyse', 'case'],
      'There is no command “analyse”. Did you mean analyze?',
    ],
    [
      'a path for a command',
      ['case'],
      'There is no command “case”. To analyze evidence: spoolscope analyze case',
    ],
    [
      'an option nearly right',
      ['analyze', 'case', '--fromat', 'json'],
      'There is no option --fromat. Did you mean --format?',
    ],
    [
      'an option of another command',
      ['rules', '--as-of', 'now'],
      'There is no option --as-of. See spoolscope rules --help for all options.',
    ],
    ['a format', ['analyze', 'case', '--format', 'jsn'], 'not “jsn”. Did you mean json?'],
    [
      'a rule nearly right',
      ['explain', 'client-build-to-old'],
      'There is no rule “client-build-to-old”. Did you mean client-build-too-old?',
    ],
    [
      'a rule for --rule',
      ['analyze', 'case', '--rule', 'client-build'],
      '--rule takes the id of a rule, not “client-build”. Did you mean client-build-too-old?',
    ],
    [
      'no path',
      ['analyze'],
      'No files or folders were given. Only on Windows can the path be omitted',
    ],
    [
      'a rule behind another without a comma',
      ['analyze', LOG, '--rule', 'clock-skew', 'client-build-too-old'],
      'client-build-too-old is a rule, not a path. Several rules are named with commas: --rule a,b.',
    ],
    [
      'a missing path',
      ['analyze', 'nowhere'],
      'No such file or folder: nowhere. Check the path, or quote it if it has spaces.',
    ],
    [
      'an option without its value',
      ['analyze', 'case', '--output'],
      '--output needs a value: --output <file>',
    ],
    [
      'an option of two commands without its value: in analyze',
      ['analyze', 'case', '--format'],
      '--format needs a value: --format <format>',
    ],
    [
      'an option of two commands without its value: in etl print',
      ['etl', 'print', 'trace.etl', '--format'],
      '--format needs a value: --format <text|ndjson>',
    ],
    [
      'a format of the other subcommand',
      ['etl', 'print', LOG, '--format', 'json'],
      '--format takes text or ndjson, not “json”.',
    ],
    [
      'an option given twice',
      ['analyze', 'case', '--as-of', 'now', '--as-of', 'now'],
      '--as-of was given 2 times. Give it once.',
    ],
    [
      'a time without a zone',
      ['analyze', 'case', '--as-of', '2016-06-14T12:00'],
      '--as-of takes a time with its zone',
    ],
    ['no jobs', ['analyze', 'case', '--jobs', '0'], '--jobs takes a number from 1 to 64, not “0”.'],
    [
      'an offset',
      ['analyze', 'case', '--utc-offset', '25'],
      '--utc-offset takes hours and minutes from UTC',
    ],
    [
      'a code page',
      ['analyze', 'case', '--code-page', 'cp1234'],
      '--code-page takes a code page such as 850, 932 or windows-1250, not “cp1234”.',
    ],
    [
      'a threshold nearly right',
      ['analyze', 'case', '--set', 'client-build-too-old.minimun=1'],
      'Did you mean minimum?',
    ],
    [
      'a value for a threshold',
      ['analyze', 'case', '--set', 'client-build-too-old.minimum=5m'],
      'takes a build, such as 16.0.6701.1000, not “5m”.',
    ],
    [
      'a setting without a value',
      ['analyze', 'case', '--set', 'client-build-too-old'],
      '--set takes rule.threshold=value',
    ],
    ['no rule', ['explain'], 'Which rule?'],
    [
      'nothing left to check',
      ['analyze', 'case', '--rule', 'client-build-too-old', '--skip-rule', 'client-build-too-old'],
      'No rule is left to check',
    ],
    [
      'a path with an escape sequence',
      ['analyze', '\u001b[2Jx'],
      'No such file or folder: \\u{1b}[2Jx.',
    ],
    [
      'an output folder that is not there',
      ['analyze', 'case', '--output', 'no/where.json'],
      'Cannot write no/where.json',
    ],
    [
      'an output over evidence',
      ['analyze', 'picture.bin', '--output', './picture.bin'],
      'would write over evidence',
    ],
    [
      'an output into the spool',
      ['analyze', 'case', '--output', join(SPOOL, 'r.json')],
      'would write over evidence',
    ],
  ])('%s', (_, args, message) => {
    const { status, stdout, stderr } = run(args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^spoolscope: /)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(stderr).toContain(message)
  })
})

describe('analyze', () => {
  it('prints a report on stdout and nothing on stderr', () => {
    const { status, stdout, stderr } = run(['analyze', 'case', '--as-of', '2016-06-14T12:00Z'])
    expect({ status, stderr }).toEqual({ status: expect.any(Number), stderr: '' })
    expect(status).toBeLessThan(2)
    expect(stdout).toContain('case · as of 2016-06-14 12:00:00 UTC (--as-of)')
    expect(stdout).not.toContain('\u001b')
  })

  it('prints the same JSON on every run, and it fits the schema', () => {
    const { stdout, stderr } = run(['analyze', 'case', '--format', 'json', '--fail-on', 'never'])
    expect(stderr).toBe('')
    expect(reportSchemaProblems(JSON.parse(stdout))).toEqual([])
    expect(run(['analyze', 'case', '--format=json', '--fail-on=never']).stdout).toBe(stdout)
  })

  it('reads standard input, and option values that start with a dash', () => {
    const { status, stdout, stderr } = run(['analyze', '--utc-offset', '-05:00', '-'], {
      input: 'nothing that is known\n',
    })
    expect(status).toBe(2)
    expect(stdout).toContain('standard input')
    expect(stderr).toContain('standard input: unknown format')
  })

  it('does not take a path as the value of the option before it', () => {
    const { status, stderr } = run([
      'analyze',
      '--rule',
      'client-build-too-old',
      'case',
      '--fail-on',
      'never',
    ])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  it('writes the report to a file, names it on stderr, and leaves no other file', () => {
    const { status, stdout, stderr } = run([
      'analyze',
      'case',
      '--format',
      'json',
      '--output',
      'r.json',
      '--fail-on',
      'never',
    ])
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: '',
      stderr: 'Report written to r.json\n',
    })
    expect(reportSchemaProblems(JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')))).toEqual(
      [],
    )
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
    const quiet = run(['analyze', 'case', '--output', 'r.json', '--fail-on', 'never', '--quiet'])
    expect(quiet).toEqual({ status: 0, stdout: '', stderr: '' })
    expect(readFileSync(join(folder, 'r.json'), 'utf8')).toContain('\nAdd --full ')
  })

  it.each([
    ['empty', 'No files in empty.'],
    ['zero.UccApilog', 'zero.UccApilog (0 B): empty'],
    ['picture.bin', 'picture.bin (8 B): unknown format'],
  ])('exits with 2 for %s, with a report and a list of its inputs', (path, message) => {
    const { status, stdout, stderr } = run(['analyze', path])
    expect(status).toBe(2)
    expect(stdout).toContain('No evidence found')
    expect(stderr).toContain(message)
    // Each input has a line of its own.
    expect(stderr).not.toContain('\\u{a}')
    expect(
      reportSchemaProblems(JSON.parse(run(['analyze', path, '--format', 'json']).stdout)),
    ).toEqual([])
  })

  it('exits with 1 when a rule is flagged, except with --fail-on never', () => {
    const status = (...more: string[]) =>
      run(['analyze', LOG, '--rule', 'client-build-too-old', ...more]).status
    expect(status()).toBe(0)
    expect(status('--set', 'client-build-too-old.minimum=16.0.9999.0')).toBe(1)
    expect(status('--set', 'client-build-too-old.minimum=16.0.9999.0', '--fail-on', 'never')).toBe(
      0,
    )
  })

  it('explains on stderr how each input was read', () => {
    const { status, stdout, stderr } = run(['analyze', LOG, '--verbose', '--fail-on', 'never'])
    expect(status).toBe(0)
    expect(stdout).toBe(run(['analyze', LOG, '--fail-on', 'never', '--jobs', '1']).stdout)
    expect(stderr).toMatch(
      /sign-in\.UccApilog \(client-log\)\n.*records?, .* ms.*\n {2}decoded .* markers found: .*\n {2}observations: /,
    )
  })

  it('ends without a message when the reader of its output ends', async () => {
    const child = spawn(process.execPath, [CLI, 'analyze', LOG], { env: bare })
    child.stdout.destroy()
    let stderr = ''
    child.stderr.on('data', (text) => {
      stderr += text
    })
    await once(child, 'close')
    expect(stderr).toBe('')
  })
})

describe('standard output', () => {
  it('is written with --output -, and with --report format=-', () => {
    const args = ['analyze', 'case', '--fail-on', 'never', '--format', 'csv']
    const { stdout } = run(args)
    expect(run([...args, '--output', '-'])).toEqual({ status: 0, stdout, stderr: '' })
    const toFile = [...args.slice(0, 4), '--report', 'csv=-', '--output', 'r.txt', '--quiet']
    expect(run(toFile)).toEqual({ status: 0, stdout, stderr: '' })
    expect(run([...args, '--report', 'csv=-']).stderr).toContain(
      'Two reports would be written to -',
    )
    expect(existsSync(join(folder, '-'))).toBe(false)
  })

  it.skipIf(!existsSync('/dev/full'))('on a full disk is reported in one line', () => {
    const full = openSync('/dev/full', 'w')
    const { status, stderr } = spawnSync(process.execPath, [CLI, 'rules'], {
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    })
    closeSync(full)
    expect([status, stderr]).toEqual([
      2,
      'spoolscope: Cannot write standard output: no space is left on the device. ' +
        'Free some space.\n',
    ])
  })
})

it('a bug is reported with the address for reports, and with the versions', () => {
  const broken =
    "data:text/javascript,Array.prototype.flatMap = () => { throw new Error('broken') }"
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', broken, CLI, 'analyze', '--help'],
    { encoding: 'utf8', env: bare },
  )
  const { version, bugs } = JSON.parse(readFileSync('package.json', 'utf8'))
  const [first, second, third] = stderr.split('\n')
  expect(status).toBe(2)
  expect(first).toBe(`spoolscope: a bug in spoolscope. Report it at ${bugs.url} with these lines:`)
  expect(second).toBe(
    `spoolscope ${version}, Node.js ${process.version}, ${process.platform} ${process.arch}`,
  )
  expect(third).toBe('Error: broken')
})

describe('rules and explain', () => {
  it('print all rules in a table of 80 columns', () => {
    const { status, stdout, stderr } = run(['rules'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('client-build-too-old')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it('print all rules as JSON, with thresholds', () => {
    const { rules } = JSON.parse(run(['rules', '--format', 'json']).stdout) as {
      rules: { id: string; thresholds: object }[]
    }
    expect(rules.find(({ id }) => id === 'client-build-too-old')?.thresholds).toMatchObject({
      minimum: {
        value: '16.0.6701.1000',
        unit: 'build',
        text: '16.0.6701.1000',
        origin: 'documented',
      },
    })
  })

  it('explain a rule with its thresholds and how to set them', () => {
    const { status, stdout } = run(['explain', 'client-build-too-old'])
    expect(status).toBe(0)
    expect(stdout).toContain('--set client-build-too-old.minimum=16.0.6701.1000')
  })
})
