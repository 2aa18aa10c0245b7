import { describe, expect, it } from 'vitest'
import { BatchOutcome } from '../../src/batch/batch-outcome.ts'
import { foundInBundle } from '../../src/batch/found-in-bundle.ts'
import { toWrittenLine } from '../../src/batch/to-written-line.ts'
import type { BatchLine } from '../../src/model/batch-line.ts'
import { flaggedVerdict, judgedBatchLine, unjudgedBatchLine } from '../support/batch-lines.ts'
import { diagnosedFleet } from '../support/diagnosed-fleet.ts'
import { verdict } from '../support/reports.ts'

function outcomeOf(lines: readonly BatchLine[]): BatchOutcome {
  const outcome = new BatchOutcome('error')
  for (const line of lines) outcome.add(toWrittenLine(line))
  return outcome
}
const summary = (...lines: readonly BatchLine[]) => outcomeOf(lines).summaryLines()

describe('the ending of a batch', () => {
  it('says causes with their certainty first, then unexplained cases, then symptoms', () => {
    expect(summary(...diagnosedFleet())).toEqual([
      '6 bundles: 6 analyzed, 0 unreadable, 0 failed.',
      'Causes: ews-request-failing 3 cases (proven 1, likely 1, unknown 1), ' +
        'client-build-too-old-for-on-premises-mailbox 1 case (possible 1), ' +
        'windows-installer-client 1 case (proven 1).',
      'Unexplained: 1 case. Nothing wrong: 1 case.',
      'Symptoms: spool-message-stuck 3 cases (unexplained 2), message-not-attempted 1 case.',
      'Also flagged: client-build-too-old-for-on-premises-mailbox 1 case, logging-not-full 1 case.',
    ])
  })

  it('says where the evidence is not enough', () => {
    const line = diagnosedFleet()[4] as BatchLine
    const { report } = line
    const poor = {
      ...line,
      report: report && {
        ...report,
        diagnosis: report.diagnosis && { ...report.diagnosis, outcome: 'not-enough-evidence' },
      },
    } as BatchLine
    expect(summary(poor)).toEqual([
      '1 bundle: 1 analyzed, 0 unreadable, 0 failed.',
      'Not enough evidence: 1 case.',
    ])
  })

  it('names crashed checks, and bundles that were not analyzed', () => {
    const lines = [
      judgedBatchLine('PC-1', { verdicts: [verdict('clock-skew', { status: 'crashed' })] }),
      unjudgedBatchLine('PC-2', 'failed', 'Killed'),
      unjudgedBatchLine('PC-3', 'unreadable', 'Empty'),
    ]
    expect(summary(...lines)).toEqual([
      '3 bundles: 1 analyzed, 1 unreadable, 1 failed.',
      'Checks that crashed: clock-skew 1 case.',
    ])
  })

  it('lists eight rules of a kind, counts the others, and makes names printable', () => {
    const verdicts = Array.from({ length: 10 }, (_, number) =>
      flaggedVerdict(`r${number}\u001b[2J`),
    )
    const [, causes = ''] = summary(judgedBatchLine('PC-1', { verdicts }))
    expect(causes).toContain('r7\\u{1b}[2J 1 case, 2 more rules.')
    expect(causes).not.toContain('\u001b')
  })

  it('does not change the exit code', () => {
    const code = (...lines: readonly BatchLine[]) => outcomeOf(lines).exitCode
    const failed = unjudgedBatchLine('PC-2', 'failed', 'Killed')
    const healthy = judgedBatchLine('PC-1', { verdicts: [verdict('clock-skew')] })
    const warning = flaggedVerdict('a', 1, { severity: 'warning' })
    expect([
      code(healthy),
      code(judgedBatchLine('PC-1', { verdicts: [warning] })),
      code(judgedBatchLine('PC-1', { verdicts: [flaggedVerdict('a')] })),
      code(healthy, failed),
      code(failed),
    ]).toEqual([0, 0, 1, 1, 2])
  })
})

describe('foundInBundle', () => {
  it('takes each flagged rule as a cause where the diagnosis is damaged', () => {
    const { report } = judgedBatchLine('PC-1', { verdicts: [flaggedVerdict('a')] })
    if (!report) throw new Error('The line has no report')
    const damaged = { ...report, diagnosis: { outcome: 'unexplained', causes: 7 } } as never
    expect(foundInBundle(damaged)).toEqual({
      outcome: 'no-diagnosis',
      causes: [{ rule: 'a', certainty: 'unknown' }],
      symptoms: [],
    })
  })

  it('leaves the written line as it was', () => {
    const { text, ...head } = toWrittenLine(judgedBatchLine('PC-1'))
    expect(Object.keys(JSON.parse(new TextDecoder().decode(text)))).toEqual([
      'schemaVersion',
      'bundle',
      'sha256',
      'ruleSet',
      'status',
      'report',
    ])
    expect(head.found?.outcome).toBeDefined()
  })
})
