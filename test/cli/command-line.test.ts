import { describe, expect, it } from 'vitest'
import { parseCommandLine, splitCommandLine } from '../../src/cli/command-line.ts'

const split = (line: string) => splitCommandLine(line.split(' ').filter(Boolean))

describe('a command line', () => {
  it.each([
    ['analyze a b', 'analyze', ['a', 'b'], {}],
    ['--quiet analyze a', 'analyze', ['a'], { quiet: true }],
    ['--format json analyze a', 'analyze', ['a'], { format: ['json'] }],
    ['analyze --format=json a', 'analyze', ['a'], { format: ['json'] }],
    ['analyze -f json a', 'analyze', ['a'], { format: ['json'] }],
    ['analyze -fjson a', 'analyze', ['a'], { format: ['json'] }],
    ['analyze -f=json a', 'analyze', ['a'], { format: ['json'] }],
    ['analyze -qfjson a', 'analyze', ['a'], { quiet: true, format: ['json'] }],
    ['analyze a -o -', 'analyze', ['a'], { output: ['-'] }],
    ['analyze a -o=-', 'analyze', ['a'], { output: ['-'] }],
    ['analyze a -o-', 'analyze', ['a'], { output: ['-'] }],
    ['analyze - --rule x --rule y', 'analyze', ['-'], { rule: ['x', 'y'] }],
    ['analyze --rule x y', 'analyze', ['y'], { rule: ['x'] }],
    ['analyze --utc-offset -05:00 a', 'analyze', ['a'], { 'utc-offset': ['-05:00'] }],
    ['analyze -- --quiet -f', 'analyze', ['--quiet', '-f'], {}],
    ['analyze --no-color a', 'analyze', ['a'], { color: ['never'] }],
    ['analyze --explain-reading a', 'analyze', ['a'], { verbose: true }],
    ['analyze 12 007', 'analyze', ['12', '007'], {}],
    ['analyze a -h', 'analyze', ['a'], { help: true }],
    ['-h analyze a', 'analyze', ['a'], { help: true }],
    ['analyze --wrong -h', 'analyze', [], { help: true }],
    ['show x:1 -C5', 'show', ['x:1'], { context: ['5'] }],
    ['etl info a.etl', 'etl info', ['a.etl'], {}],
    ['etl --quiet print a.etl --level 2', 'etl print', ['a.etl'], { quiet: true, level: ['2'] }],
    ['help etl print', 'help', ['etl', 'print'], {}],
  ])('%s', async (line, command, operands, options) => {
    expect(await split(line)).toEqual({ command, operands, options, parent: expectedParent(line) })
  })

  it('keeps the help of a command with subcommands apart', async () => {
    expect(await split('etl -h')).toMatchObject({ parent: 'etl', options: { help: true } })
  })

  it.each([
    ['analyse a', 'There is no command “analyse”. Did you mean analyze?'],
    [
      'PC-0142 b',
      'There is no command “PC-0142”. To analyze evidence: spoolscope analyze PC-0142 b',
    ],
    ['--quiet', 'Which command?'],
    ['etl', 'etl takes a subcommand, info or print'],
    ['etl inof a', 'Did you mean info?'],
    ['analyze --fromat json', 'There is no option --fromat. Did you mean --format?'],
    ['rules --as-of now', 'There is no option --as-of. See spoolscope rules --help'],
    ['etl info --level 2', 'There is no option --level. See spoolscope etl info --help'],
    ['rules -x', 'There is no option -x.'],
    ['rules -qx', 'There is no option -x.'],
    ['analyze -format json', 'There is no option -format. Did you mean --format?'],
    ['analyze a --quiet=yes', '--quiet takes no value. Leave out “=yes”.'],
    ['analyze a -q=yes', '--quiet takes no value.'],
    ['analyze a --output', '--output needs a value: --output <file>'],
    ['analyze a -o', '--output needs a value: --output <file>'],
    ['analyze a --output --quiet', '--output needs a value'],
    ['--hlep', 'There is no option --hlep. Did you mean --help?'],
  ])('%s is rejected: %s', async (line, message) => {
    await expect(split(line)).rejects.toThrow(message)
  })

  it('reports two names of one option that disagree', async () => {
    const line = await split('analyze a --no-color --color always')
    await expect(parseCommandLine('analyze', line)).rejects.toThrow('--color was given 2 times')
  })

  it('names the options that were given', async () => {
    const line = await split('analyze a --no-color -q')
    const { given, options } = await parseCommandLine('analyze', line)
    expect(given).toEqual(new Set(['color', 'quiet']))
    expect(options).toMatchObject({ color: 'never', quiet: true, format: 'table' })
  })
})

const expectedParent = (line: string) => (line.startsWith('etl') ? 'etl' : undefined)
