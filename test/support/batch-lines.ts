import type { BatchLine } from '../../src/model/batch-line.ts'
import type { CaseReport } from '../../src/model/report.ts'
import { caseReport, verdict } from './reports.ts'

export const judgedBatchLine = (
  bundle: string,
  more: Partial<CaseReport> = {},
  line: Partial<BatchLine> = {},
): BatchLine => ({
  schemaVersion: 1,
  bundle,
  sha256: 'a'.repeat(64),
  ruleSet: 'rules-1',
  status: 'judged',
  report: caseReport({ id: bundle, ...more }),
  ...line,
})

export const unjudgedBatchLine = (
  bundle: string,
  status: 'unreadable' | 'failed',
  reason: string,
): BatchLine => ({
  schemaVersion: 1,
  bundle,
  ruleSet: 'rules-1',
  status,
  reason,
})

const fact = (value: string | number) => ({
  label: 'Label',
  value,
  text: String(value),
  sources: [],
})

/** Creates facts as a report has them, from their values. */
export const facts = (values: Readonly<Record<string, string | number>>): CaseReport['facts'] =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, fact(value)]))

export const flaggedVerdict = (
  rule: string,
  evidence = 1,
  more: Parameters<typeof verdict>[1] = {},
) =>
  verdict(rule, {
    status: 'flagged',
    findings: Array.from({ length: Math.min(evidence, 20) }, (_, at) => ({
      subject: `${at}`,
      message: `${at}`,
      sources: [],
    })),
    omitted: Math.max(0, evidence - 20),
    ...more,
  })

const stuck = (count: number) =>
  flaggedVerdict('spool-message-stuck', count, {
    title: 'A message to someone who is offline is stuck in the History Spooler',
  })
const tooOld = () =>
  flaggedVerdict('client-build-too-old', 1, { title: 'The client predates Offline IM' })
const drafts = () =>
  flaggedVerdict('drafts-accumulating', 3, {
    title: 'Drafts fill with messages that were not sent',
    severity: 'warning',
    trial: true,
  })
const noSpool = () =>
  verdict('spool-backlog-growing', {
    status: 'not-checked',
    missing: [
      {
        evidence: 'a second snapshot',
        how: 'Write the manifest twice.',
        commands: ['spoolscope-manifest.ps1'],
      },
    ],
  })

/**
 * Creates a small fleet with examples of everything: single causes and combinations, long paths,
 * wide characters, failures and repeated bundles.
 */
export function sampleFleet(): BatchLine[] {
  const at = (day: number) => ({
    time: `2016-06-${String(day).padStart(2, '0')}T12:00:00.000Z`,
    from: 'manifest',
  })
  const kim = (more: Readonly<Record<string, string | number>> = {}) =>
    facts({
      users: 'kim@contoso.example',
      clientBuild: '16.0.6741.2048',
      updateChannel: 'Current',
      server: 'Skype for Business Server 2015 6.0.9319.272',
      mailboxLocation: 'on-premises',
      ...more,
    })
  return [
    ...Array.from({ length: 12 }, (_, number) =>
      judgedBatchLine(`cases/PC-${1000 + number}.zip`, {
        asOf: at(1 + number),
        headline: `${number + 1} messages are stuck.`,
        verdicts: [stuck(number + 1), noSpool()],
        facts: kim({
          users: `user${number}@contoso.example`,
          oldestSpooled: `2016-05-${10 + number}T11:00:00.000Z`,
        }),
      }),
    ),
    judgedBatchLine(
      'cases/a folder with a very long name indeed, as people have them/2016/June/from the help desk in Osaka/PC-2000.zip',
      {
        asOf: at(20),
        verdicts: [stuck(990), tooOld()],
        headline: '990 messages are stuck.',
        facts: kim({
          users: 'tanaka@contoso.example, 田中@contoso.example, and 3 more',
          clientBuild: '16.0.4266.1003',
        }),
      },
    ),
    judgedBatchLine('cases/設定/PC-3000.zip', {
      asOf: at(21),
      verdicts: [tooOld(), drafts()],
      facts: kim(),
    }),
    judgedBatchLine('cases/PC-4000.zip', {
      asOf: null,
      verdicts: [noSpool(), verdict('clock-skew')],
    }),
    judgedBatchLine('cases/PC-5000.zip', {
      asOf: at(22),
      verdicts: [verdict('clock-skew')],
      facts: kim(),
    }),
    judgedBatchLine(
      'cases/PC-5001.zip',
      { verdicts: [verdict('clock-skew', { status: 'crashed', message: 'TypeError' })] },
      { ruleSet: 'rules-2' },
    ),
    unjudgedBatchLine(
      'cases/PC-6000.zip',
      'unreadable',
      'The entry “a.txt” has 3,000 bytes where 2,000 are declared',
    ),
    unjudgedBatchLine(
      'cases/PC-6001.zip',
      'unreadable',
      'The entry “b/c.txt” has 9 bytes where 7 are declared',
    ),
    unjudgedBatchLine('cases/PC-7000.zip', 'failed', 'The worker ended: out of memory'),
    unjudgedBatchLine('cases/PC-5000.zip', 'failed', 'Killed'),
  ]
}
