import type { CaseReport, Report } from '../../../src/model/report.ts'
import { caseReport, inputReport, report, verdict } from '../reports.ts'
import { ALL_ATTACKS, ATTACKS } from './attacks.ts'

const TIME = '2016-06-14T12:00:00.000Z'

/**
 * A report in which every text is an attack: of each attack a case in which each text begins with
 * it, and one with all of them.
 */
export function hostileReport(): Report {
  const cases = [...ATTACKS, ALL_ATTACKS].map(hostileCase)
  const summary = {
    cases: cases.length,
    flagged: { error: cases.length, warning: 0, info: cases.length },
  }
  return {
    ...report(),
    tool: { name: ALL_ATTACKS, version: ALL_ATTACKS },
    cases,
    summary: { ...summary, clear: cases.length, notChecked: cases.length, crashed: cases.length },
  }
}

/**
 * Only what the schema of reports fixes (severity, status, times, numbers) is no attack; rules' ids
 * are, too.
 */
function hostileCase(evil: string): CaseReport {
  const source = { path: evil, line: 1 }
  const sources = [source, { path: evil, record: 2 }, { path: evil, offset: 3 }, { path: evil }]
  const step = { do: evil, commands: [evil, evil], verify: evil }
  const finding = { subject: evil, message: evil, sources }
  return caseReport({
    id: evil,
    headline: evil,
    asOf: { time: TIME, from: evil },
    unknowable: [evil],
    facts: Object.fromEntries([['fact', { label: evil, value: evil, text: evil, sources }]]),
    inputs: [
      inputReport(evil, {
        format: evil,
        unreadable: 1,
        undecoded: 1,
        from: TIME,
        to: TIME,
        notes: [evil],
        damage: [{ line: 1, reason: evil }, { offset: 1, reason: evil }, { reason: evil }],
      }),
      inputReport(evil, { status: 'unreadable', format: evil, notes: [evil] }),
    ],
    verdicts: [
      verdict(`${evil} 1`, {
        status: 'flagged',
        title: evil,
        message: evil,
        omitted: 3,
        remedy: [step, step],
        findings: [
          finding,
          { ...finding, remedy: evil },
          { subject: '', message: evil, sources: [] },
        ],
      }),
      verdict(`${evil} 2`, {
        status: 'flagged',
        severity: 'info',
        title: evil,
        message: evil,
        trial: true,
      }),
      verdict(`${evil} 3`, {
        status: 'not-checked',
        title: evil,
        message: evil,
        missing: [{ evidence: evil, how: evil, commands: [evil] }],
      }),
      verdict(`${evil} 4`, { title: evil, message: evil, sources }),
      verdict(`${evil} 5`, { status: 'crashed', title: evil, message: evil }),
    ],
    journeys: [
      {
        key: evil,
        user: evil,
        recipient: evil,
        steps: [{ stage: 'spooled', at: TIME, text: evil, inferred: true, source }],
      },
    ],
    timeline: {
      logs: [{ path: evil, from: TIME, to: TIME, gaps: [] }],
      marks: [{ at: TIME, kind: 'failure', text: evil, source }],
      spooled: [{ name: evil, since: TIME, user: evil, source }],
      omitted: { marks: 0, spooled: 0 },
      stuckAfter: 120_000,
    },
    redaction: { replaced: { [evil]: 1 }, timesShifted: true, notCovered: [evil] },
  })
}
