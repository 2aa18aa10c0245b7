import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { tableReport } from '../../src/reports/table/table-report.ts'
import { fullReport, inputReport, report, verdict } from '../support/reports.ts'

const tableReportText = (...parts: Parameters<typeof tableReport>): string =>
  String(tableReport(...parts))

const plain = (width: number) => ({ width, color: false })

describe.each([80, 140])('at %i columns', (width) => {
  it('matches the golden file', async () => {
    await expect(tableReportText(fullReport(), plain(width))).toMatchFileSnapshot(
      `golden/full-${width}.txt`,
    )
  })
})

it.each([40, 60, 80, 100, 140, 160])('fits %i columns, except for commands to copy', (width) => {
  const lines = tableReportText(fullReport(), plain(width)).split('\n')
  const wide = lines.filter((line) => stringWidth(line) > width)
  expect(wide.every((line) => line.includes('robocopy'))).toBe(true)
})

it('has no trailing spaces', () => {
  for (const width of [40, 80, 140])
    expect(tableReportText(fullReport(), plain(width))).not.toMatch(/[ \t]\n/)
})

it('has color only when the style asks for it', () => {
  expect(tableReportText(fullReport(), plain(80))).not.toContain('\u001b')
  expect(tableReportText(fullReport(), { width: 80, color: true })).toContain('\u001b[')
})

it('has the same text with color and without', () => {
  const bare = tableReportText(fullReport(), { width: 80, color: true }).replace(
    /\u001b\[\d+m/g,
    '',
  )
  expect(bare).toBe(tableReportText(fullReport(), plain(80)))
})

it('shows control characters of the evidence as escapes', () => {
  const attack = 'x\u001b]0;owned\u0007\u001b[2J\r\n\u202eabc\u200b\u0085\ud800'
  const source = { path: attack, line: 1 }
  const text = tableReportText(
    report({
      id: attack,
      headline: attack,
      asOf: { time: '2016-06-14T12:00:00.000Z', from: attack },
      unknowable: [],
      facts: { attack: { label: attack, value: attack, text: attack, sources: [source] } },
      inputs: [
        inputReport(attack, {
          notes: [attack],
          damage: [{ line: 1, reason: attack }],
          unreadable: 1,
        }),
      ],
      verdicts: [
        verdict('a', {
          status: 'flagged',
          title: attack,
          message: attack,
          findings: [{ subject: attack, message: attack, sources: [source], remedy: attack }],
          remedy: [{ do: attack, commands: [attack], verify: attack }],
        }),
        verdict('b', {
          status: 'not-checked',
          missing: [{ evidence: attack, how: attack, commands: [attack] }],
        }),
        verdict('c', { message: attack, sources: [source] }),
        verdict('d', { status: 'crashed', message: attack }),
      ],
    }),
    plain(140),
  )
  expect(text).not.toMatch(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]|\p{Cs}/u,
  )
  expect(text).toContain('x\\u{1b}]0;owned\\u{7}')
})

it('truncates very long values', () => {
  const long = `${'word '.repeat(20_000)}${'x'.repeat(20_000)}`
  const text = tableReportText(
    report({
      facts: {
        long: {
          label: 'Long',
          value: long,
          text: long,
          sources: [{ path: `${'a/'.repeat(5000)}b` }],
        },
      },
      inputs: [inputReport(`${'folder/'.repeat(5000)}end.log`)],
    }),
    plain(80),
  )
  expect(text.length).toBeLessThan(5000)
  expect(text).toContain('end.log')
})

it('lists ten findings, and says how many more there are and where to find them', () => {
  const findings = Array.from({ length: 1000 }, (_, at) => ({
    subject: '',
    message: `Finding ${at + 1}.`,
    sources: [],
  }))
  const text = tableReportText(
    report({ verdicts: [verdict('a', { status: 'flagged', findings })] }),
    plain(80),
  )
  expect(text).toContain('• Finding 10.')
  expect(text).not.toContain('Finding 11.')
  expect(text).toContain('… and 990 more (all in --format json)')
})

it('lists missing evidence once, with all the rules that need it', () => {
  const missing = [{ evidence: 'client log', how: 'Collect it.' }]
  const text = tableReportText(
    report({
      verdicts: ['a', 'b'].map((rule) => verdict(rule, { status: 'not-checked', missing })),
    }),
    plain(80),
  )
  expect(text).toContain('  ? client log\n    → Collect it.\n    for a, b\n')
})

it('groups ways to get the same evidence, and prints each command once', () => {
  const long = `Get-ChildItem ${'x'.repeat(200)}`
  const piece = (evidence: string, how: string, ...commands: string[]) =>
    verdict(`for-${how.length}`, { status: 'not-checked', missing: [{ evidence, how, commands }] })
  const verdicts = [
    piece('log', 'Copy.', long),
    piece('log', 'Export.', 'reg export'),
    piece('build', 'Copy it too.', long, 'dir'),
  ]
  expect(tableReportText(report({ verdicts }), plain(80))).toContain(
    [
      '  ? log',
      `    → Copy.\n        ${long}`,
      '    → Export.\n        reg export',
      '    for for-5, for-7',
      '  ? build',
      '    → Copy it too. (See above.)\n        dir',
      '    for for-12\n',
    ].join('\n'),
  )
})

it('prints a step that several rules share in full only once', () => {
  const step = { do: 'Copy the spool.', commands: ['robocopy'], verify: 'It is there.' }
  const text = tableReportText(
    report({
      verdicts: ['a', 'b'].map((rule) => verdict(rule, { status: 'flagged', remedy: [step] })),
    }),
    plain(80),
  )
  expect(text.split('robocopy')).toHaveLength(2)
  expect(text).toContain('    1. Copy the spool. (See above.)\n')
})
