import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { tableReport } from '../../src/reports/table/table-report.ts'
import { fullReport, inputReport, report, verdict } from '../support/reports.ts'

const plain = (width: number) => ({ width, color: false })

describe.each([80, 140])('at %i columns', (width) => {
  it('is what it was', async () => {
    await expect(tableReport(fullReport(), plain(width))).toMatchFileSnapshot(
      `golden/full-${width}.txt`,
    )
  })
})

it.each([40, 60, 80, 100, 140, 160])(
  'fits %i columns, but for commands, which are to be copied',
  (width) => {
    const lines = tableReport(fullReport(), plain(width)).split('\n')
    const wide = lines.filter((line) => stringWidth(line) > width)
    expect(wide.every((line) => line.includes('robocopy'))).toBe(true)
  },
)

it('leaves no blanks at the ends of lines', () => {
  for (const width of [40, 80, 140])
    expect(tableReport(fullReport(), plain(width))).not.toMatch(/[ \t]\n/)
})

it('has colour only when asked', () => {
  expect(tableReport(fullReport(), plain(80))).not.toContain('\u001b')
  expect(tableReport(fullReport(), { width: 80, color: true })).toContain('\u001b[')
})

it('says the same in colour as without', () => {
  const bare = tableReport(fullReport(), { width: 80, color: true }).replace(/\u001b\[\d+m/g, '')
  expect(bare).toBe(tableReport(fullReport(), plain(80)))
})

it('shows control characters of the evidence as what they are, wherever they stand', () => {
  const evil = 'x\u001b]0;owned\u0007\u001b[2J\r\n\u202eabc\u200b\u0085\ud800'
  const source = { path: evil, line: 1 }
  const text = tableReport(
    report({
      id: evil,
      headline: evil,
      asOf: { time: '2016-06-14T12:00:00.000Z', from: evil },
      unknowable: [],
      facts: { evil: { label: evil, value: evil, text: evil, sources: [source] } },
      inputs: [
        inputReport(evil, { notes: [evil], damage: [{ line: 1, reason: evil }], unreadable: 1 }),
      ],
      verdicts: [
        verdict('a', {
          status: 'flagged',
          title: evil,
          message: evil,
          findings: [{ subject: evil, message: evil, sources: [source], remedy: evil }],
          remedy: [{ do: evil, commands: [evil], verify: evil }],
        }),
        verdict('b', {
          status: 'not-checked',
          missing: [{ evidence: evil, how: evil, commands: [evil] }],
        }),
        verdict('c', { message: evil, sources: [source] }),
        verdict('d', { status: 'crashed', message: evil }),
      ],
    }),
    plain(140),
  )
  expect(text).not.toMatch(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]|\p{Cs}/u,
  )
  expect(text).toContain('x\\u{1b}]0;owned\\u{7}')
})

it('keeps a very long value bounded', () => {
  const long = `${'word '.repeat(20_000)}${'x'.repeat(20_000)}`
  const text = tableReport(
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

it('lists ten findings and says how many more there are, and where', () => {
  const findings = Array.from({ length: 1000 }, (_, at) => ({
    subject: '',
    message: `Finding ${at + 1}.`,
    sources: [],
  }))
  const text = tableReport(
    report({ verdicts: [verdict('a', { status: 'flagged', findings })] }),
    plain(80),
  )
  expect(text).toContain('• Finding 10.')
  expect(text).not.toContain('Finding 11.')
  expect(text).toContain('… and 990 more (all in --format json)')
})

it('names a missing piece once, with all the rules that wait for it', () => {
  const missing = [{ evidence: 'client log', how: 'Collect it.' }]
  const text = tableReport(
    report({
      verdicts: ['a', 'b'].map((rule) => verdict(rule, { status: 'not-checked', missing })),
    }),
    plain(80),
  )
  expect(text).toContain('  ? client log\n    → Collect it.\n    for a, b\n')
})

it('shows the commands that collect a piece on lines of their own, once, and the ways of equal pieces together', () => {
  const long = `Get-ChildItem ${'x'.repeat(200)}`
  const piece = (evidence: string, how: string, ...commands: string[]) =>
    verdict(`for-${how.length}`, { status: 'not-checked', missing: [{ evidence, how, commands }] })
  const verdicts = [
    piece('log', 'Copy.', long),
    piece('log', 'Export.', 'reg export'),
    piece('build', 'Copy it too.', long, 'dir'),
  ]
  expect(tableReport(report({ verdicts }), plain(80))).toContain(
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

it('shows a step that several rules share in full only the first time', () => {
  const step = { do: 'Copy the spool.', commands: ['robocopy'], verify: 'It is there.' }
  const text = tableReport(
    report({
      verdicts: ['a', 'b'].map((rule) => verdict(rule, { status: 'flagged', remedy: [step] })),
    }),
    plain(80),
  )
  expect(text.split('robocopy')).toHaveLength(2)
  expect(text).toContain('    1. Copy the spool. (See above.)\n')
})
