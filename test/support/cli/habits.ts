/** What people type by habit, and what comes. */
export interface Habit {
  readonly habit: string
  /** A command line of a shell, in a folder with PC-0142, PC-0142.zip and a.UccApilog. */
  readonly typed: string
  readonly exitCode: number
  /** The output that `came` is a part of. The other one is empty, unless `both`. */
  readonly output: 'stdout' | 'stderr'
  readonly came: string
  readonly both?: true
}

const ESCAPE = '\u001b['

const out = (habit: string, typed: string, came: string, exitCode = 0): Habit => ({
  habit,
  typed,
  exitCode,
  output: 'stdout',
  came,
})

const err = (habit: string, typed: string, came: string): Habit => ({
  habit,
  typed,
  exitCode: 2,
  output: 'stderr',
  came,
})

const ANALYZE_HELP = 'Usage: spoolscope analyze [options] <path…>'
const CSV_HEAD = '"case","as_of"'
const RULES_JSON = '"id": "clock-skew"'

export const habits: readonly Habit[] = [
  out('no arguments', 'spoolscope', 'spoolscope analyze <path>'),
  out('help first', 'spoolscope --help', 'Usage: spoolscope <command> [options]'),
  out('help before the command', 'spoolscope -h analyze', ANALYZE_HELP),
  out('help behind the command', 'spoolscope analyze --help', ANALYZE_HELP),
  out('help behind an operand', 'spoolscope analyze PC-0142 -h', ANALYZE_HELP),
  out('help beside a mistake', 'spoolscope analyze --fromat -h', ANALYZE_HELP),
  out('help as a command', 'spoolscope help analyze', ANALYZE_HELP),
  out(
    'help of a subcommand',
    'spoolscope etl info -h',
    'Usage: spoolscope etl info [options] <file…',
  ),
  out('help of a command with subcommands', 'spoolscope etl --help', 'info <file…'),
  err('help of nothing', 'spoolscope help analyse', 'Did you mean analyze?'),
  out('version', 'spoolscope -V', '0.'),
  out('version of everything', 'spoolscope --version --verbose', ', Node.js v'),
  out('short option', 'spoolscope rules -f json', RULES_JSON),
  out('short options together', 'spoolscope rules -qf json', RULES_JSON),
  out('value without a blank', 'spoolscope rules -fjson', RULES_JSON),
  out('equals sign', 'spoolscope rules --format=json', RULES_JSON),
  out('equals sign, short', 'spoolscope analyze a.UccApilog -f=csv -o=-', CSV_HEAD),
  out('option before the command', 'spoolscope --format json rules', RULES_JSON),
  out('- for standard output', 'spoolscope analyze a.UccApilog -f csv -o -', CSV_HEAD),
  out('- for standard input', 'spoolscope analyze - < a.UccApilog', 'standard input · as of'),
  out('an archive piped in', 'cat PC-0142.zip | spoolscope analyze -', 'Likely cause', 1),
  out(
    'a packed log piped in',
    'gzip -c a.UccApilog | spoolscope analyze -',
    'standard input · as of',
  ),
  err('-- before a path', 'spoolscope analyze -- -PC', 'No such file or folder: -PC.'),
  out(
    'repeated option that takes several',
    'spoolscope analyze PC-0142 --rule clock-skew --rule logging-not-full -f json',
    '"logging-not-full"',
  ),
  err(
    'repeated option that takes one',
    'spoolscope analyze PC-0142 -f csv -f json',
    '--format was given 2 times. Give it once.',
  ),
  err('typo of a command', 'spoolscope analyse PC-0142', 'Did you mean analyze?'),
  err('typo of a subcommand', 'spoolscope etl inof trace.etl', 'Did you mean info?'),
  err(
    'unknown subcommand',
    'spoolscope etl dump trace.etl',
    'etl takes a subcommand, info or print',
  ),
  err('typo of an option', 'spoolscope analyze PC-0142 --fromat csv', 'Did you mean --format?'),
  err('typo of a value', 'spoolscope analyze PC-0142 -f jsn', 'Did you mean json?'),
  err(
    'typo of a rule',
    'spoolscope explain client-build-to-old',
    'Did you mean client-build-too-old?',
  ),
  err(
    'typo of a path',
    'spoolscope analyze PC-0412',
    'No such file or folder: PC-0412. Check the path',
  ),
  err('one dash too few', 'spoolscope analyze PC-0142 -format csv', 'Did you mean --format?'),
  err('unknown short option', 'spoolscope rules -x', 'There is no option -x.'),
  err('option of another command', 'spoolscope rules --as-of now', 'There is no option --as-of.'),
  err('option without its value', 'spoolscope analyze PC-0142 -o', '--output needs a value'),
  err('switch with a value', 'spoolscope rules --quiet=yes', '--quiet takes no value.'),
  err('path instead of a command', 'spoolscope PC-0142', 'spoolscope analyze PC-0142'),
  err('options without a command', 'spoolscope --quiet', 'Which command?'),
  err('command without its operand', 'spoolscope explain', 'Which rule?'),
  err('operand too many', 'spoolscope rules clock-skew', 'spoolscope explain clock-skew'),
  err('output over the evidence', 'spoolscope analyze PC-0142.zip -o PC-0142.zip', 'over evidence'),
  out('no terminal', "spoolscope explain clock-skew | grep -c '\u001b'", '0', 1),
  out('color on demand', 'spoolscope explain clock-skew --color always', ESCAPE),
  out('FORCE_COLOR', 'FORCE_COLOR=1 spoolscope explain clock-skew', ESCAPE),
  out('NO_COLOR', "NO_COLOR=1 FORCE_COLOR=1 spoolscope rules | grep -c '\u001b'", '0', 1),
  out(
    'what is in force',
    'printf "fail-on: never\\n" > team.yaml; spoolscope config --config team.yaml',
    'file of --config, line 1',
  ),
  err(
    'typo in a configuration',
    'printf "fail_on: never\\n" > bad.yaml; spoolscope analyze PC-0142 --config bad.yaml',
    'bad.yaml:1:1: There is no option “fail_on”. Did you mean fail-on?',
  ),
  err('a configuration that is not there', 'spoolscope rules --config nowhere.yaml', 'Cannot read'),
  out('closed pipe', 'spoolscope rules --format json | head -1', '{'),
  {
    habit: 'what is read, and why',
    typed: 'spoolscope analyze PC-0142 --verbose --fail-on never',
    exitCode: 0,
    output: 'stderr',
    came: 'PC-0142: a folder',
    both: true,
  },
  err('stack trace of an error', 'spoolscope analyze nowhere --debug', 'src/inputs/find-files.ts'),
  err('unknown shell', 'spoolscope completion tcsh', 'takes bash, zsh, fish or powershell'),
]

/** The table of docs/command-line.md. */
export function habitsAsMarkdown(): string {
  const code = (text: string) => `\`${text.replaceAll('\u001b', '␛').replaceAll('|', '\\|')}\``
  const rows = habits.map(
    ({ habit, typed, exitCode, output, came }) =>
      `| ${habit} | ${code(typed)} | ${exitCode}, ${output}: ${code(came)} |`,
  )
  return ['| habit | typed | what comes |', '|---|---|---|', ...rows].join('\n')
}
