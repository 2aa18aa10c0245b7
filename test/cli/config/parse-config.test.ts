import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../../src/cli/config/parse-config.ts'
import { definitionsOfAll } from '../../../src/cli/config/read-config.ts'

const parse = (text: string) => parseConfig(text, definitionsOfAll())
/** `line:column: message` of each problem. */
const problems = (text: string) =>
  parse(text).problems.map(({ line, column, message }) => `${line}:${column}: ${message}`)
/** The texts of each option, or whether its switch is on. */
const values = (text: string) => {
  const { entries, problems: faults } = parse(text)
  expect(faults).toEqual([])
  return Object.fromEntries(
    entries.map(({ name, value }) => [
      name,
      typeof value === 'boolean' ? value : value.map((part) => part.text),
    ]),
  )
}

describe('a configuration', () => {
  it.each(['', '# only a comment\n', '---\n', 'null', '\ufeff'])('may be empty: %j', (text) => {
    expect(values(text)).toEqual({})
  })

  it('has the texts of values as they are written, not as numbers or times', () => {
    expect(
      values(
        'utc-offset: +02:00\ncode-page: 0850\njobs: 4\nfail-on: "never"\nredact-key: ~/a b.key\n' +
          "date-order: 'dmy'",
      ),
    ).toEqual({
      'utc-offset': ['+02:00'],
      'code-page': ['0850'],
      jobs: ['4'],
      'fail-on': ['never'],
      'redact-key': ['~/a b.key'],
      'date-order': ['dmy'],
    })
  })

  it('has lists in each form, and one value where a list is expected', () => {
    expect(values('skip-rule:\n  - clock-skew\n  - logging-not-full\n')).toEqual({
      'skip-rule': ['clock-skew', 'logging-not-full'],
    })
    expect(values('skip-rule: [clock-skew]\ntmf: traces\nmanifest: []')).toEqual({
      'skip-rule': ['clock-skew'],
      tmf: ['traces'],
      manifest: [],
    })
  })

  it('has thresholds and severities as mappings', () => {
    expect(
      values(
        'set:\n  spool-message-stuck:\n    stuckAfter: 5m\n  clock-skew: { a: 1, b: 2 }\n' +
          'severity: { clock-skew: error }',
      ),
    ).toEqual({
      set: ['spool-message-stuck.stuckAfter=5m', 'clock-skew.a=1', 'clock-skew.b=2'],
      severity: ['clock-skew=error'],
    })
  })

  it('has switches that are on or off', () => {
    expect(values('no-pager: true\nascii: false')).toEqual({ 'no-pager': true, ascii: false })
  })

  it('has the place of each value', () => {
    expect(parse('# first\n\nskip-rule:\n  - clock-skew\n').entries).toEqual([
      {
        name: 'skip-rule',
        line: 3,
        column: 1,
        value: [{ text: 'clock-skew', line: 4, column: 5 }],
      },
    ])
  })

  it('may have line ends of Windows and a byte order mark', () => {
    expect(values('\ufefffail-on: never\r\ncolor: auto\r\n')).toEqual({
      'fail-on': ['never'],
      color: ['auto'],
    })
  })
})

describe('a faulty configuration is refused with line, column and fix:', () => {
  it.each([
    ['fail_on: never', '1:1: There is no option “fail_on”. Did you mean fail-on?'],
    ['\nskip-rules: [a]', '2:1: There is no option “skip-rules”. Did you mean skip-rule?'],
    ['thresholds: 1', '1:1: There is no option “thresholds”. Did you mean set?'],
    ['rules: 1', '1:1: There is no option “rules”. Did you mean skip-rule?'],
    ['zzzzzzzzzz: 1', '1:1: There is no option “zzzzzzzzzz”. See spoolscope config for all.'],
    ['constructor: 1', '1:1: There is no option “constructor”. See spoolscope config for all.'],
    ['__proto__: 1', '1:1: There is no option “__proto__”. See spoolscope config for all.'],
    [
      'follow-links: true',
      '1:1: follow-links cannot be set in a configuration. ' +
        'Give it on the command line: --follow-links.',
    ],
    ['a\n', '1:1: Options are expected here, such as “fail-on: warning”.'],
    ['- fail-on', '1:1: Options are expected here, such as “fail-on: warning”.'],
    ['fail-on:\n', '1:9: fail-on needs a value.'],
    ['? fail-on', '1:3: “fail-on” needs a value.'],
    ['fail-on: [never]', '1:10: fail-on takes one value, not a list.'],
    ['fail-on: { a: b }', '1:10: fail-on takes one value, not a mapping.'],
    ['skip-rule: { a: b }', '1:12: skip-rule takes one value or a list of values, not a mapping.'],
    ['skip-rule: [[a]]', '1:13: skip-rule takes one value here, not a list.'],
    ['no-pager: yes', '1:11: no-pager takes true or false.'],
    ['no-pager: "true"', '1:11: no-pager takes true or false.'],
    ['set: 5m', '1:6: set takes a mapping: set: { spool-message-stuck: { stuckAfter: 5m } }'],
    ['severity: [a]', '1:11: severity takes a mapping: severity: { clock-skew: warning }'],
    ['severity: { a: { b: c } }', '1:16: severity takes one value here, not a mapping.'],
    [
      'severity: { a=b: error }',
      '1:13: “a=b” is not a name. Write severity: { clock-skew: warning }',
    ],
    ['fail-on: a\nfail-on: b', '2:1: “fail-on” is there twice. Keep one.'],
    ['? [a]\n: b', '1:3: A name is expected here, such as “fail-on”.'],
    ['fail-on: &a never', '1:13: Anchors are not read. Leave out the word with “&”.'],
    ['fail-on: !!str never', '1:16: Tags are not read. Leave out the word with “!”.'],
    ['fail-on: !js never', '1:14: Tags are not read. Leave out the word with “!”.'],
    ['&a fail-on: never', '1:4: A name is expected here, such as “fail-on”.'],
    ['<<: { fail-on: never }', '1:1: There is no option “<<”. See spoolscope config for all.'],
    [
      '--- \nfail-on: a\n---\nb: c',
      '3:1: A second document begins here. Keep one: leave out “---”.',
    ],
  ])('%j', (text, problem) => {
    expect(problems(text)).toContain(problem)
  })

  it.each([
    ['fail-on: "never', /^1:\d+: Missing closing "quote\. Correct the YAML here\.$/],
    ['fail-on: never\n\tcolor: auto', /^2:1: .*Correct the YAML here\.$/],
    ['a: b: c', /^1:\d+: .*Correct the YAML here\.$/],
    ['[fail-on', /Correct the YAML here\.$/],
    ['fail-on: *never', /(Aliases are not read\. Write the value|Correct the YAML) here\.$/],
  ])('%j, as the library has it', (text, problem) => {
    expect(problems(text)[0]).toMatch(problem)
  })

  it('all faults are listed', () => {
    expect(problems('fail_on: a\ncolor: [a]\njobs: 4\n')).toHaveLength(2)
  })
})

describe('text that attacks the reader is refused quickly', () => {
  const deep = (text: string) => text.repeat(30_000)

  it.each(['[', '{', '- ', '? ', '[a: ', '{a: ', 'a: '])('%j without end', (text) => {
    expect(problems(deep(text)).length).toBeGreaterThan(0)
  })

  it('aliases that multiply are not read', () => {
    const lines = ['a: &a [x, x]', 'b: &b [*a, *a]', 'c: &c [*b, *b]', 'skip-rule: *c']
    expect(problems(lines.join('\n')).at(-1)).toContain('Aliases are not read.')
  })
})
