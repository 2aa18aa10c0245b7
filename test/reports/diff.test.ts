import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { compareCases } from '../../src/diff/compare-cases.ts'
import type { CaseReport } from '../../src/model/report.ts'
import type { ReportDiff } from '../../src/model/report-diff.ts'
import { diffMarkdown } from '../../src/reports/diff/diff-markdown.ts'
import { diffTable } from '../../src/reports/diff/diff-table.ts'
import { propertyRuns } from '../properties/property-runs.ts'
import { findActiveContent } from '../support/attacks/active-content.ts'
import { facts } from '../support/batch-lines.ts'
import { arbitraryCase } from '../support/diff.ts'
import { caseReport, verdict } from '../support/reports.ts'

const diffTableText = (...parts: Parameters<typeof diffTable>): string =>
  String(diffTable(...parts))

const diffOf = (before: CaseReport, after: CaseReport): ReportDiff => ({
  schemaVersion: 1,
  kind: 'case',
  tool: { name: 'spoolscope', version: '0.1.0' },
  case: compareCases(before, after, ['0.1.0', '0.1.0']),
})
const plain = (width: number) => ({ width, color: false })

/** Returns a comparison with every kind of difference. */
function fullDiff(): ReportDiff {
  const items = (...names: readonly string[]) =>
    names.map((subject) => ({ subject, message: subject, sources: [] }))
  const missing = [{ evidence: 'the client’s logs', how: 'Copy the Tracing folder.' }]
  const before = caseReport({
    id: 'PC-0142',
    asOf: { time: '2016-06-14T12:00:00.000Z', from: 'manifest' },
    facts: facts({
      clientBuild: '16.0.6741.2056',
      users: 'kim@contoso.example',
      spoolItems: 3,
      oldestSpooled: '2016-06-14T11:00:00.000Z',
    }),
    verdicts: [
      verdict('client-build-too-old', { status: 'flagged', message: 'Too old.' }),
      verdict('spool-message-stuck', {
        status: 'flagged',
        message: '3 messages are stuck.',
        findings: items('1', '2', '3'),
      }),
      verdict('ews-request-failing', {
        status: 'flagged',
        message: 'EWS answered ErrorServerBusy 2 times.',
      }),
      verdict('clock-skew', { status: 'flagged', message: 'The clock is wrong.' }),
      verdict('offline-im-disabled'),
      verdict('logging-not-full', { severity: 'warning' }),
      verdict('drafts-accumulating', { status: 'not-checked' }),
    ],
  })
  const after = caseReport({
    id: 'PC-0142-again',
    asOf: { time: '2016-06-16T15:00:00.000Z', from: 'manifest' },
    facts: facts({
      clientBuild: '16.0.7369.2038',
      server: 'RTC/6.0',
      spoolItems: 2,
      oldestSpooled: '2016-06-16T14:00:00.000Z',
    }),
    verdicts: [
      verdict('client-build-too-old', { message: 'Client build 16.0.7369.2038.' }),
      verdict('spool-message-stuck', {
        status: 'flagged',
        message: '2 messages are stuck.',
        findings: items('3', '4'),
      }),
      verdict('ews-request-failing', { status: 'not-checked', missing }),
      verdict('offline-im-disabled', { status: 'flagged', message: 'EnableOfflineIm is False.' }),
      verdict('logging-not-full', { severity: 'warning', status: 'not-checked', missing }),
      verdict('drafts-accumulating', { status: 'flagged', message: 'Drafts holds 4,211 items.' }),
    ],
  })
  return diffOf(before, after)
}

it.each([60, 100])(
  'the table of every kind of difference matches the golden file at %i columns',
  async (width) => {
    await expect(diffTableText(fullDiff(), plain(width))).toMatchFileSnapshot(
      `golden/diff-${width}.txt`,
    )
  },
)

it('the Markdown of every kind of difference matches the golden file', async () => {
  await expect(diffMarkdown(fullDiff())).toMatchFileSnapshot('golden/diff.md.txt')
})

it.each([40, 80, 160])('fits %i columns', (width) => {
  const lines = diffTableText(fullDiff(), plain(width)).split('\n')
  expect(lines.filter((line) => stringWidth(line) > width)).toEqual([])
})

it('has the same text with color and without', () => {
  const colored = diffTableText(fullDiff(), { width: 80, color: true })
  expect(colored).toContain('\u001b[')
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(diffTableText(fullDiff(), plain(80)))
})

const ATTACK_TEXTS = [
  'x\u001b]0;owned\u0007\u001b[2J\r\n\u202eabc\u200b\u0085\ud800',
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1))',
  '![x](https://evil.example/)',
  '</details># h\n- item',
  '`` ` ``',
  '| a | b |',
  '@everyone #1',
  '$x$',
  '&lt;b&gt;',
  '~~x~~ **y** _z_',
  '<!--',
  '\\',
]

it('text from a report contains no control characters', () => {
  for (const attack of ATTACK_TEXTS) {
    const before = caseReport({
      id: attack,
      facts: { attack: { label: attack, value: attack, text: attack, sources: [] } },
    })
    const missing = [{ evidence: attack, how: attack }]
    const after = caseReport({
      id: attack,
      verdicts: [
        verdict(attack, { status: 'flagged', message: attack }),
        verdict('b', { status: 'not-checked', message: attack, missing }),
      ],
    })
    for (const diff of [diffOf(before, after), diffOf(after, before), diffOf(after, after)]) {
      const text = diffTableText(diff, plain(120)) + diffMarkdown(diff)
      expect(text).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]|\p{Cs}/u,
      )
    }
  }
})

describe('a comparison as Markdown', () => {
  const pieces = fc.constantFrom(
    ...['`', '``', '\\', '*', '_', '[', '](', '<', '>', '|', '&', '@', 'x', ' ', '\n', '#1', '$'],
    ...['http://x', '!', 'a.example', 'kim@a.example', '1. ', '- '],
  )
  const problems = (text: string): string[] => {
    const flagged = verdict('a', {
      status: 'flagged',
      message: text,
      findings: [{ subject: text, message: text, sources: [] }],
    })
    const facts = { fact: { label: text || 'x', value: text, text, sources: [] } }
    const markdown = diffMarkdown({
      ...diffOf(
        caseReport({ id: text }),
        caseReport({ id: `${text}2`, verdicts: [flagged], facts }),
      ),
    })
    return findActiveContent('markdown', Buffer.from(markdown))
  }

  it.each(ATTACK_TEXTS)('is inert: %j', (attack) => {
    expect(problems(attack)).toEqual([])
  })

  it('is inert with any text', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        expect(problems(parts.join(''))).toEqual([])
      }),
      propertyRuns(300),
    )
  })
})

it('the comparison of any two reports has no empty line', () => {
  fc.assert(
    fc.property(arbitraryCase, arbitraryCase, (before, after) => {
      const lines = diffTableText(diffOf(before, after), plain(100)).trimEnd().split('\n')
      expect(lines.every((line) => line.trim() !== '')).toBe(true)
      expect(lines[1]).toMatch(/^[A-Z][a-z ]+: .*$/)
    }),
    propertyRuns(100),
  )
})
