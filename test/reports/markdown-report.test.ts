import { describe, expect, it } from 'vitest'
import { markdownReport } from '../../src/reports/markdown/markdown-report.ts'
import { codeBlock, inlineCode, safeProse } from '../../src/reports/markdown/markdown-text.ts'
import { findActiveMarkdown } from '../support/attacks/active-markdown.ts'
import { caseReport, fullReport, report, verdict } from '../support/reports.ts'

it('matches the golden file', async () => {
  await expect(markdownReport(fullReport())).toMatchFileSnapshot('golden/full.md.txt')
})

it('contains only headings, lists, collapsible blocks and code', () => {
  expect(findActiveMarkdown(markdownReport(fullReport()))).toEqual([])
})

it('shows the problems, and collapses everything else', () => {
  const visible = markdownReport(fullReport()).replace(/<details>[\s\S]*?<\/details>/g, '')
  expect(visible).toContain('#### error: Messages are stuck in the History Spooler')
  expect(visible).toContain('12 items are older than 2 min')
  expect(visible).toContain('`ews-request-failing`: Evidence')
  expect(visible).not.toContain('robocopy')
  expect(visible.split('\n').length).toBeLessThan(50)
})

it('fits into a comment, however many findings there are', () => {
  const findings = Array.from({ length: 500 }, (_, at) => ({
    subject: `${at}`,
    message: 'x'.repeat(5000),
    sources: [],
  }))
  const verdicts = ['a', 'b', 'c'].map((rule) =>
    verdict(rule, { status: 'flagged', findings, omitted: 7 }),
  )
  const text = markdownReport(report({ verdicts }))
  expect(text.length).toBeLessThan(32_767)
  expect(text).toContain('* and 497 more')
})

it('separates cases by a line', () => {
  const text = markdownReport({
    ...report(),
    cases: [caseReport({ id: 'PC-1' }), caseReport({ id: 'PC-2' })],
  })
  expect(text.match(/^### `PC-\d`$|^---$/gm)).toEqual(['### `PC-1`', '---', '### `PC-2`'])
})

it('says that names were replaced, and what is not covered', () => {
  const redaction = {
    replaced: { user: 2 },
    timesShifted: true,
    notCovered: ['Names in free text.'],
  }
  expect(markdownReport(report({ redaction }))).toContain(
    'Redacted: 2 `user`. All times were shifted by one secret offset. Not covered: Names in free text.',
  )
})

describe('prose', () => {
  it.each([
    [
      '5 messages of kim@contoso.example, the oldest for 2 h',
      '5 messages of `kim@contoso.example`, the oldest for 2 h',
    ],
    [
      'Client build 16.0.6741.2056 is older (limit 2 min).',
      'Client build 16.0.6741.2056 is older (limit 2 min).',
    ],
    [
      'on-premises (mail.contoso.example, from a file)',
      'on-premises (`mail.contoso.example`, from a file)',
    ],
    ['the user’s “Full” logging – at 08:31:00', 'the user’s “Full” logging – at 08:31:00'],
    ['[x](javascript:alert(1)) <b>', '`[x](javascript:alert(1))` `<b>`'],
    ['1. owned', '`1.` owned'],
    ['- owned', '`-` owned'],
    [
      'see https://evil.example and www.evil.example',
      'see `https://evil.example` and `www.evil.example`',
    ],
    ['@everyone #1 GH-1', '`@everyone #1 GH-1`'],
    ['a`b', '`a\\u{60}b`'],
    ['line\nline', '`line\\u{a}line`'],
    ['', ''],
  ])('shows %j as %j', (text, shown) => {
    expect(safeProse(text)).toBe(shown)
  })
})

describe('code', () => {
  it.each(['`', '``', '` `', '\\`', 'a`', '`a', ' ` ', '```\nb'])(
    '%j cannot end inline code',
    (text) => {
      expect(inlineCode(text).slice(1, -1)).not.toContain('`')
      expect(findActiveMarkdown(`x ${inlineCode(text)} y ${inlineCode('<b>')}\n`)).toEqual([])
    },
  )

  it('no line can end a code block', () => {
    const block = codeBlock(['```', '````\n# x', 'Get-Item `"a`"']).join('\n')
    expect(findActiveMarkdown(`${block}\n`)).toEqual([])
    expect(block).toContain('Get-Item `"a`"')
  })
})
