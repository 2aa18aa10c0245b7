import type { CaseReport, Report } from '../../../src/model/report.ts'
import { caseReport, inputReport, report, verdict } from '../reports.ts'
import { ALL_ATTACKS, ATTACKS } from './attacks.ts'

const TIME = '2016-06-14T12:00:00.000Z'

/**
 * Returns a report in which every text is an attack. Each attack has its own case, and the last case
 * uses all of them.
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
    configuration: [{ file: ALL_ATTACKS, options: [ALL_ATTACKS] }],
    cases,
    summary: { ...summary, clear: cases.length, notChecked: cases.length, crashed: cases.length },
  }
}

/** Uses the attack for every text that the schema of reports does not restrict, even rule ids. */
function hostileCase(attack: string): CaseReport {
  const source = { path: attack, line: 1 }
  const sources = [
    source,
    { path: attack, record: 2 },
    { path: attack, offset: 3 },
    { path: attack },
  ]
  const step = { do: attack, commands: [attack, attack], verify: attack }
  const finding = { subject: attack, message: attack, sources }
  return caseReport({
    id: attack,
    headline: attack,
    asOf: { time: TIME, from: attack },
    unknowable: [attack],
    changedSettings: [{ rule: attack, setting: attack, value: attack, default: attack }],
    facts: Object.fromEntries([['fact', { label: attack, value: attack, text: attack, sources }]]),
    inputs: [
      inputReport(attack, {
        format: attack,
        unreadable: 1,
        undecoded: 1,
        from: TIME,
        to: TIME,
        notes: [attack],
        damage: [{ line: 1, reason: attack }, { offset: 1, reason: attack }, { reason: attack }],
      }),
      inputReport(attack, { status: 'unreadable', format: attack, notes: [attack] }),
    ],
    verdicts: [
      verdict(`${attack} 1`, {
        status: 'flagged',
        title: attack,
        message: attack,
        omitted: 3,
        remedy: [step, step],
        findings: [
          finding,
          { ...finding, remedy: attack },
          { subject: '', message: attack, sources: [] },
        ],
      }),
      verdict(`${attack} 2`, {
        status: 'flagged',
        severity: 'info',
        title: attack,
        message: attack,
        trial: true,
      }),
      verdict(`${attack} 3`, {
        status: 'not-checked',
        title: attack,
        message: attack,
        missing: [{ evidence: attack, how: attack, commands: [attack] }],
      }),
      verdict(`${attack} 4`, { title: attack, message: attack, sources }),
      verdict(`${attack} 5`, { status: 'crashed', title: attack, message: attack }),
    ],
    diagnosis: {
      outcome: 'cause-found',
      answer: attack,
      causes: [
        {
          rule: `${attack} 1`,
          title: attack,
          user: attack,
          certainty: 'likely',
          since: TIME,
          because: [{ text: attack, sources }],
          explains: { symptoms: [`${attack} 2`, attack], messages: 1, of: 2 },
          causedBy: [attack],
          supersedes: [attack],
        },
        {
          rule: attack,
          title: attack,
          certainty: 'possible',
          because: [],
          explains: { symptoms: [attack], messages: 0, of: 2 },
          causedBy: [],
          supersedes: [`${attack} 2`],
        },
      ],
      unexplained: [{ rule: `${attack} 2`, user: attack, messages: 1 }],
      ruledOut: [{ rule: attack, because: attack, sources }],
      undecided: [{ rule: attack, missing: [attack] }],
      actions: [
        { role: 'user', ...step, for: [`${attack} 1`], user: attack },
        { role: 'support', ...step, commands: [], for: [attack] },
      ],
      collectNext: [{ evidence: attack, how: attack, commands: [attack], decides: [attack] }],
    },
    journeys: [
      {
        key: attack,
        user: attack,
        recipient: attack,
        steps: [{ stage: 'spooled', at: TIME, text: attack, inferred: true, source }],
      },
    ],
    timeline: {
      logs: [{ path: attack, from: TIME, to: TIME, gaps: [] }],
      marks: [{ at: TIME, kind: 'failure', text: attack, source }],
      spooled: [{ name: attack, since: TIME, user: attack, source }],
      omitted: { marks: 0, spooled: 0 },
      stuckAfter: 120_000,
    },
    citedLines: [{ ...source, text: attack }],
    mixture: attack,
    redaction: { replaced: { [attack]: 1 }, timesShifted: true, notCovered: [attack] },
  })
}
