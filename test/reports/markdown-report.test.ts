import { describe, expect, it } from 'vitest'
import { markdownReport } from '../../src/reports/markdown/markdown-report.ts'
import { codeBlock, inlineCode, safeProse } from '../../src/reports/markdown/markdown-text.ts'
import { findActiveMarkdown } from '../support/attacks/active-markdown.ts'
import { diagnosedReport } from '../support/diagnosed-report.ts'
import { caseReport, fullReport, report, verdict } from '../support/reports.ts'

it('matches the golden file of a report of an earlier version', async () => {
  await expect(markdownReport(fullReport())).toMatchFileSnapshot('golden/full.md.txt')
})

it('matches the golden file of a report with a diagnosis', async () => {
  await expect(markdownReport(diagnosedReport())).toMatchFileSnapshot('golden/diagnosed.md.txt')
})

it.each([fullReport, diagnosedReport])(
  'contains only headings, lists, tables and code: %s',
  (of) => {
    expect(findActiveMarkdown(markdownReport(of()))).toEqual([])
  },
)

it('starts with the answer, then causes, plan, what to collect, messages and verdicts', () => {
  const text = markdownReport(diagnosedReport())
  expect(text.split('\n')[2]).toMatch(/^\*\*Client build 16\.0\.6741\.2048 is older/)
  expect(text.match(/^#### .*$/gm)?.slice(0, 6)).toEqual([
    '#### Causes',
    '#### What to do',
    '#### What to collect next',
    '#### Offline messages',
    '#### What is wrong',
    '#### error: Messages are stuck in the History Spooler',
  ])
})

it('shows each step once, under the role that does it, with a number across all roles', () => {
  const text = markdownReport(diagnosedReport())
  const plan = text.slice(text.indexOf('#### What to do'), text.indexOf('#### What to collect'))
  expect(plan.match(/^\*\*.*?\*\*/gm)).toEqual([
    '**The user, or whoever sits at the machine**',
    '**Step 1**',
    '**Step 3**',
    '**Exchange administrator**',
    '**Step 2**',
  ])
  expect(text.match(/robocopy/g)).toHaveLength(1)
  expect(text).toContain('What to do: steps 1, 3.')
})

it('shows no remedy for a superseded verdict, and the remedy of one that no plan contains', () => {
  const remedy = [{ do: 'Restart it.', verify: 'It runs.' }]
  const verdicts = ['drafts-accumulating', 'clock-skew'].map((rule) =>
    verdict(rule, { status: 'flagged', remedy }),
  )
  const { diagnosis } = diagnosedReport().cases[0] ?? {}
  if (!diagnosis) throw new Error('no diagnosis')
  const text = markdownReport(report({ verdicts, diagnosis }))
  const [, drafts = '', skew = ''] = text.split('#### error: ')
  expect(drafts).toContain('Superseded by `client-build-too-old-for-on-premises-mailbox`.')
  expect(drafts).not.toContain('Restart')
  expect(skew).toContain('1. Restart it.')
})

it('asks once for the evidence to collect next', () => {
  const text = markdownReport(diagnosedReport())
  expect(text.match(/Ctrl/g)).toHaveLength(1)
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
