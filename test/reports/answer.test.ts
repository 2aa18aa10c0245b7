import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { beforeAll, describe, expect, it } from 'vitest'
import { summaryOf } from '../../src/analysis/case-report.ts'
import type { DiagnosedCause, Diagnosis } from '../../src/model/diagnosis.ts'
import type { CaseReport, Report } from '../../src/model/report.ts'
import { tableReport } from '../../src/reports/table/table-report.ts'
import { analyzePaths } from '../support/collections.ts'
import { exampleTimeline } from '../support/report-with-timeline.ts'
import { caseReport, inputReport, report, verdict } from '../support/reports.ts'

const tableReportText = (...parts: Parameters<typeof tableReport>): string =>
  String(tableReport(...parts))

const HINT = 'Add --full for all commands, findings, sources, journeys and the timeline.'
const ROWS = 24
const plain = (width: number) => ({ width, color: false })

const diagnosis = (more: Partial<Diagnosis> = {}): Diagnosis => ({
  outcome: 'nothing-wrong',
  answer: 'Nothing is stuck.',
  causes: [],
  unexplained: [],
  ruledOut: [],
  undecided: [],
  actions: [],
  collectNext: [],
  ...more,
})
const cause = (more: Partial<DiagnosedCause> = {}): DiagnosedCause => ({
  rule: 'ews-unavailable',
  title: 'The client cannot use EWS',
  certainty: 'proven',
  because: [],
  explains: { symptoms: [], messages: 0, of: 0 },
  causedBy: [],
  supersedes: [],
  ...more,
})
const answerOf = (more: Partial<CaseReport>, width = 80): string =>
  tableReportText(report({ diagnosis: diagnosis(), ...more }), plain(width))

/** Rows of a terminal, which wraps the lines of commands. */
const rowsOf = (text: string, width: number): number =>
  text
    .trimEnd()
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(stringWidth(line) / width)), 0)

describe.each(readdirSync(join('samples', 'whole')))('the answer for %s', (name) => {
  let sample: Report
  let commands: ReadonlySet<string>
  beforeAll(async () => {
    const cases = await analyzePaths(join('samples', 'whole', name))
    sample = { ...report(), cases, summary: summaryOf(cases) }
    const diagnosed = cases.flatMap((entry) => entry.diagnosis ?? [])
    commands = new Set(
      diagnosed.flatMap(({ actions, collectNext }) =>
        [...actions, ...collectNext].flatMap((step) => step.commands),
      ),
    )
  })

  it('fits a terminal of 80 × 24, and ends with how to see more', () => {
    const text = tableReportText(sample, plain(80))
    expect(rowsOf(text, 80)).toBeLessThanOrEqual(ROWS)
    expect(text.trimEnd().split('\n').at(-1)).toBe(HINT)
  })

  it.each([60, 80, 120])('has no line wider than %i columns, except for commands', (width) => {
    const lines = tableReportText(sample, plain(width)).split('\n')
    const wide = lines.filter((line) => stringWidth(line) > width).map((line) => line.trim())
    expect(wide.filter((line) => !commands.has(line))).toEqual([])
  })

  it('matches the golden file', async () => {
    await expect(tableReportText(sample, plain(80))).toMatchFileSnapshot(
      `golden/answer/${name}.txt`,
    )
  })

  it('follows everything else in the full report', () => {
    const text = tableReportText(sample, plain(80), { full: true })
    const sections = [...text.matchAll(/^── (.+?) ─+$/gm)].map(([, title]) => title)
    expect(sections.at(-1)).toBe('Answer')
    expect(sections).toEqual(expect.arrayContaining(['Environment', 'Timeline', 'Inputs']))
    for (const command of commands) expect(text).toContain(command)
    expect(text).not.toContain(HINT)
  })
})

it('names user, certainty, what is explained and what is behind it', () => {
  const text = answerOf({
    verdicts: [verdict('spool-message-stuck', { status: 'flagged' })],
    diagnosis: diagnosis({
      outcome: 'cause-found',
      answer: 'EWS is not available. This explains 3 of 5 failed messages.',
      causes: [
        cause({
          user: 'kim@contoso.example',
          since: '2016-06-14T10:00:00.000Z',
          explains: { symptoms: ['spool-message-stuck'], messages: 3, of: 5 },
          causedBy: ['mail-domain-differs'],
          supersedes: ['other-rule'],
        }),
        cause({
          rule: 'possible-rule',
          certainty: 'possible',
          explains: { symptoms: ['spool-message-stuck'], messages: 2, of: 5 },
        }),
      ],
      unexplained: [{ rule: 'spool-message-stuck', user: 'kim@contoso.example', messages: 2 }],
    }),
  })
  expect(text).toContain('✗ EWS is not available.\n')
  expect(text).toContain('  kim@contoso.example, since 2016-06-14 10:00:00 UTC\n')
  expect(text.replace(/\s+/g, ' ')).toContain(
    'explains 3 of 5 failed messages, since 2016-06-14 10:00:00 UTC, ' +
      'may come from “mail-domain-differs”, supersedes “other-rule”',
  )
  expect(text).toContain('could explain 2 of 5 failed messages')
  expect(text).toMatch(
    /unexplained {2}2 messages of kim@contoso\.example: Title of spool-message-stuck/,
  )
})

describe('since when', () => {
  const unexplained = { rule: 'spool-message-stuck', user: 'kim@contoso.example', messages: 1 }
  const stuck = (more: Partial<CaseReport> = {}) =>
    answerOf(
      {
        timeline: exampleTimeline(),
        diagnosis: diagnosis({ outcome: 'unexplained', unexplained: [unexplained] }),
        ...more,
      },
      120,
    )
  const localTime = (offset: string) =>
    inputReport('a.UccApilog', {
      notes: [`Local time, read as UTC${offset}: a Date header (--utc-offset to change)`],
    })

  it('is the time of the oldest stuck item', () => {
    expect(stuck()).toContain('  kim@contoso.example, since 2016-06-14 10:00:01 UTC\n')
  })

  it('is in local time too if the logs agree on an offset', () => {
    const time = 'since 2016-06-14 10:00:01 UTC'
    expect(stuck({ inputs: [localTime('+02:00')] })).toContain(`${time} (12:00:01 local time)\n`)
    expect(stuck({ inputs: [localTime('-11:00')] })).toContain(
      `${time} (2016-06-13 23:00:01 local time)\n`,
    )
    expect(stuck({ inputs: [localTime('+02:00'), localTime('+01:00')] })).toContain(`${time}\n`)
    expect(stuck({ inputs: [localTime('+00:00')] })).toContain(`${time}\n`)
  })

  it('is said to be unknown if nothing shows it', () => {
    expect(stuck({ timeline: exampleTimeline({ spooled: [] }) })).toContain(
      '  kim@contoso.example, since when is not known\n',
    )
  })
})

describe('what was not checked is never hidden', () => {
  it('names crashed checks', () => {
    const verdicts = [verdict('a'), verdict('ews-request-failing', { status: 'crashed' })]
    expect(answerOf({ verdicts })).toContain(
      '2 checks: 0 flagged, 1 passed, 1 crashed\n' +
        'Crashed, so what they look for is not ruled out: ews-request-failing\n',
    )
  })

  it('names limits of the evidence', () => {
    const verdicts = [
      verdict('input-mostly-unreadable', { status: 'flagged', severity: 'warning' }),
    ]
    expect(answerOf({ verdicts })).toContain('  ! warning  Title of input-mostly-unreadable\n')
  })

  it('counts checks that were skipped, and inputs and records that were not read', () => {
    const text = answerOf({
      verdicts: ['a', 'b', 'c']
        .map((rule) => verdict(rule, { status: 'not-checked' }))
        .concat(verdict('d')),
      inputs: [
        inputReport('a', { unreadable: 2000, undecoded: 3 }),
        inputReport('b', { status: 'unreadable' }),
        inputReport('c', { status: 'not-recognised' }),
      ],
    })
    expect(text).toContain('4 checks: 0 flagged, 1 passed, 3 not checked\n')
    expect(text.replace(/\s+/g, ' ')).toContain(
      'Not read: 2 of 3 inputs (1 unreadable, 1 not recognized), 2,000 unreadable records, ' +
        '3 undecoded records',
    )
  })

  it('says that collections are mixed', () => {
    expect(answerOf({ verdicts: [verdict('a')], mixture: '2 collections are mixed.' })).toContain(
      '\n! 2 collections are mixed.\n',
    )
  })
})

it('takes three lines without any evidence', () => {
  const text = answerOf({
    id: 'PC-0142',
    verdicts: ['a', 'b'].map((rule) => verdict(rule, { status: 'not-checked' })),
    inputs: [inputReport('x.bin', { status: 'not-recognised' })],
    diagnosis: diagnosis({
      outcome: 'not-enough-evidence',
      answer: 'Not enough.',
      collectNext: ['the spool (where items wait)', 'the log', 'the build'].map((evidence) => ({
        evidence,
        how: 'Collect it.',
        commands: ['robocopy'],
        decides: ['a'],
      })),
    }),
  })
  expect(text).toBe(
    'No evidence found, not read: 1 of 1 input (1 not recognized) · PC-0142\n' +
      `Collect next: the spool, the log and 1 more\n${HINT}\n`,
  )
})

it('fits a terminal even with many causes, symptoms, steps and long texts', () => {
  const long = 'Something that takes many words happened on this machine'
  const many = Array.from({ length: 50 }, (_, index) => `rule-${index}`)
  const text = answerOf({
    verdicts: many.map((rule) => verdict(rule, { status: 'flagged', title: long })),
    diagnosis: diagnosis({
      outcome: 'cause-found',
      answer: `${long}. ${long}.`,
      causes: many.slice(0, 20).map((rule) => cause({ rule, title: long })),
      unexplained: many.slice(20, 30).map((rule) => ({ rule, messages: 1 })),
      actions: many.map((rule) => ({
        role: 'support',
        do: `${long}. ${long}.`,
        commands: [`robocopy ${'x'.repeat(300)}`, 'dir'],
        verify: long,
        for: [rule],
      })),
    }),
  })
  expect(rowsOf(text, 80)).toBeLessThanOrEqual(ROWS)
  expect(text).toContain('  … and 19 more causes\n')
  expect(text).toContain('  … and 47 more steps\n')
})

it('answers each of several cases, and says once how to see more', () => {
  const several = [
    caseReport({ id: 'first', verdicts: [verdict('a')], diagnosis: diagnosis() }),
    caseReport({ id: 'second', verdicts: [verdict('a')], diagnosis: diagnosis() }),
  ]
  const text = tableReportText({ ...report(), cases: several }, plain(80))
  expect(text.match(/^(first|second) · as of /gm)).toHaveLength(2)
  expect(text.split(HINT)).toHaveLength(2)
})

it('prints a report of an earlier version, without a diagnosis, in full', () => {
  const text = tableReportText(report({ verdicts: [verdict('a')] }), plain(80))
  expect(text).toContain('── Passed ──')
  expect(text).not.toContain(HINT)
})
