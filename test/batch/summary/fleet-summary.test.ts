import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BatchLine } from '../../../src/model/batch-line.ts'
import {
  facts,
  flaggedVerdict,
  judgedBatchLine,
  sampleFleet,
  unjudgedBatchLine,
} from '../../support/batch-lines.ts'
import { diagnosedFleet } from '../../support/diagnosed-fleet.ts'
import { fleetSchemaProblems, summarizeLines } from '../../support/fleet.ts'
import { verdict } from '../../support/reports.ts'

const at = (time: string) => ({ asOf: { time, from: 'manifest' } })

describe('a summary', () => {
  it('fits its published schema, full and empty', () => {
    expect(fleetSchemaProblems(JSON.parse(JSON.stringify(summarizeLines(sampleFleet()))))).toEqual(
      [],
    )
    expect(fleetSchemaProblems(JSON.parse(JSON.stringify(summarizeLines([]))))).toEqual([])
  })

  it('fits its published schema with and without diagnoses', () => {
    expect(
      fleetSchemaProblems(JSON.parse(JSON.stringify(summarizeLines(diagnosedFleet())))),
    ).toEqual([])
  })

  it('counts cases by cause and certainty, the highest of a case, and the users of the cause', () => {
    const { causes, outcomes } = summarizeLines(diagnosedFleet())
    const counts = causes.listed.map(({ rule, cases, users, certainty }) => ({
      rule,
      cases,
      users,
      certainty: Object.values(certainty),
    }))
    expect(counts).toEqual([
      // PC-2 concerns only one of its two users; PC-6 has no diagnosis.
      { rule: 'ews-request-failing', cases: 3, users: 2, certainty: [1, 1, 0, 1] },
      {
        rule: 'client-build-too-old-for-on-premises-mailbox',
        cases: 1,
        users: 1,
        certainty: [0, 0, 1, 0],
      },
      { rule: 'windows-installer-client', cases: 1, users: 1, certainty: [1, 0, 0, 0] },
    ])
    expect(outcomes).toEqual({
      'cause-found': 3,
      'cause-possible': 0,
      unexplained: 1,
      'nothing-wrong': 1,
      'not-enough-evidence': 0,
      'no-diagnosis': 1,
    })
  })

  it('counts symptoms apart, with the cases in which something is unexplained', () => {
    const { symptoms } = summarizeLines(diagnosedFleet())
    expect(
      symptoms.listed.map(({ rule, cases, unexplained }) => [rule, cases, unexplained]),
    ).toEqual([
      ['spool-message-stuck', 3, 2],
      ['message-not-attempted', 1, 0],
    ])
    expect(symptoms.listed[1]?.title).toBe('A message to someone who is offline was not spooled')
  })

  it('counts superseded rules, limits and notes as neither', () => {
    const { alsoFlagged, combinations } = summarizeLines(diagnosedFleet())
    expect(alsoFlagged.listed.map(({ rule, cases }) => [rule, cases])).toEqual([
      ['client-build-too-old-for-on-premises-mailbox', 1],
      ['logging-not-full', 1],
    ])
    expect(combinations.listed.map(({ rules, cases }) => [rules, cases])).toEqual([
      [['ews-request-failing'], 2],
      [['client-build-too-old-for-on-premises-mailbox', 'ews-request-failing'], 1],
      [['windows-installer-client'], 1],
    ])
  })

  it('counts reports of earlier versions as before: each flagged rule is a cause', () => {
    const { causes, symptoms, alsoFlagged, outcomes } = summarizeLines(sampleFleet())
    expect(causes.listed.every(({ cases, certainty }) => certainty.unknown === cases)).toBe(true)
    expect([symptoms.listed, alsoFlagged.listed]).toEqual([[], []])
    expect(outcomes['no-diagnosis']).toBe(summarizeLines(sampleFleet()).bundles.judged)
  })

  it('does not depend on the order of lines with diagnoses', () => {
    expect(summarizeLines([...diagnosedFleet()].reverse())).toEqual(
      summarizeLines(diagnosedFleet()),
    )
  })

  it('counts cases by cause, with their span and users', () => {
    const { causes } = summarizeLines(sampleFleet())
    expect(causes.listed[0]).toMatchObject({
      rule: 'spool-message-stuck',
      severity: 'error',
      trial: false,
      cases: 13,
      users: 14,
      first: '2016-06-01T12:00:00.000Z',
      last: '2016-06-20T12:00:00.000Z',
    })
    expect(causes.listed.find(({ rule }) => rule === 'drafts-accumulating')).toMatchObject({
      severity: 'warning',
      trial: true,
    })
  })

  it('picks as example the case with the fewest other causes, then the most findings', () => {
    const two = [flaggedVerdict('a', 9), flaggedVerdict('b', 9)]
    const { causes } = summarizeLines([
      judgedBatchLine('1', { verdicts: two }),
      judgedBatchLine('4', { verdicts: [flaggedVerdict('a', 3)] }),
      judgedBatchLine('3', { verdicts: [flaggedVerdict('a', 3)] }),
      judgedBatchLine('2', { verdicts: [flaggedVerdict('a', 2)] }),
    ])
    expect(causes.listed.map(({ rule, representative }) => [rule, representative.bundle])).toEqual([
      ['a', '3'],
      ['b', '1'],
    ])
  })

  it('counts the exact combinations of causes, without those of severity info', () => {
    const note = flaggedVerdict('note', 1, { severity: 'info' })
    const { combinations, cases } = summarizeLines([
      judgedBatchLine('1', { verdicts: [flaggedVerdict('b'), flaggedVerdict('a')] }),
      judgedBatchLine('2', { verdicts: [flaggedVerdict('a'), note, flaggedVerdict('b')] }),
      judgedBatchLine('3', { verdicts: [flaggedVerdict('a')] }),
      judgedBatchLine('4', { verdicts: [note] }),
    ])
    expect(combinations.listed).toEqual([
      { rules: ['a', 'b'], cases: 2, example: '1' },
      { rules: ['a'], cases: 1, example: '3' },
    ])
    expect(cases).toEqual({ affected: 3, open: 0, clear: 1 })
  })

  it('adds up stuck messages, also unlisted ones, and names the oldest', () => {
    const since = (time: string) => facts({ oldestSpooled: time })
    const { stuck } = summarizeLines([
      judgedBatchLine('1', {
        verdicts: [flaggedVerdict('spool-message-stuck', 500)],
        facts: since('2016-06-14T11:00:00.000Z'),
      }),
      judgedBatchLine('2', {
        verdicts: [flaggedVerdict('spool-message-stuck', 2)],
        facts: since('2016-06-14T10:00:00.000Z'),
      }),
      judgedBatchLine('3', {
        verdicts: [verdict('spool-message-stuck')],
        facts: since('2016-06-14T09:00:00.000Z'),
      }),
    ])
    expect(stuck).toEqual({
      messages: 502,
      cases: 2,
      oldest: { since: '2016-06-14T10:00:00.000Z', waited: 7_200_000, bundle: '2' },
    })
  })

  it('counts cases and affected cases of each build', () => {
    const { builds } = summarizeLines(sampleFleet()).affected
    expect(builds.listed).toEqual([
      { value: '16.0.6741.2048', cases: 14, affected: 13 },
      { value: '16.0.4266.1003', cases: 1, affected: 1 },
    ])
    expect(builds.unknown).toBe(2)
  })

  it('counts missing evidence, and states how to get it', () => {
    expect(summarizeLines(sampleFleet()).notChecked.listed).toEqual([
      {
        evidence: 'a second snapshot',
        cases: 13,
        rules: ['spool-backlog-growing'],
        ways: [{ how: 'Write the manifest twice.', commands: ['spoolscope-manifest.ps1'] }],
      },
    ])
  })

  it('counts reasons as one that differ only in names and numbers', () => {
    const { unreadable } = summarizeLines(sampleFleet())
    expect(unreadable.listed.map(({ reason, bundles }) => [reason, bundles])).toEqual([
      ['The entry “…” has … bytes where … are declared', 2],
    ])
  })

  it('counts entries beyond the limit as others', () => {
    const lines = Array.from({ length: 1500 }, (_, user) =>
      judgedBatchLine(`${user}`, { facts: facts({ users: `u${user}@contoso.example` }) }),
    )
    const { users } = summarizeLines(lines).affected
    expect([users.distinct, users.listed.length, users.others]).toEqual([
      1500,
      1000,
      { values: 500, cases: 500 },
    ])
  })
})

describe('a bundle with several lines', () => {
  const good = judgedBatchLine('x', { headline: 'Judged.' })
  it.each([
    [
      'judged over failed',
      [good, unjudgedBatchLine('x', 'failed', 'Killed')],
      { judged: 1, failed: 0 },
    ],
    [
      'failed before judged',
      [unjudgedBatchLine('x', 'failed', 'Killed'), good],
      { judged: 1, failed: 0 },
    ],
    [
      'unreadable over failed',
      [unjudgedBatchLine('x', 'unreadable', 'No zip'), unjudgedBatchLine('x', 'failed', 'Killed')],
      { unreadable: 1 },
    ],
  ] as const)('counts once: %s', (_, lines, counts) => {
    const { bundles, lines: read } = summarizeLines(lines)
    expect(bundles).toMatchObject({ total: 1, ...counts })
    expect(read.repeated).toBe(1)
  })

  it('is represented by its latest report', () => {
    const old = judgedBatchLine('x', {
      ...at('2016-06-01T00:00:00.000Z'),
      verdicts: [flaggedVerdict('a')],
    })
    const late = judgedBatchLine('x', {
      ...at('2016-06-02T00:00:00.000Z'),
      verdicts: [flaggedVerdict('b')],
    })
    for (const lines of [
      [old, late],
      [late, old],
    ])
      expect(summarizeLines(lines).causes.listed.map(({ rule }) => rule)).toEqual(['b'])
  })
})

const rules = fc.subarray([
  'spool-message-stuck',
  'ews-unavailable',
  'clock-skew',
  'drafts-accumulating',
])
const anyLine: fc.Arbitrary<BatchLine> = fc
  .record({
    bundle: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    status: fc.constantFrom('judged', 'unreadable', 'failed'),
    flagged: rules,
    missing: rules,
    evidence: fc.nat(60),
    day: fc.integer({ min: 10, max: 28 }),
    user: fc.constantFrom('kim', 'lee', 'ada, kim'),
    sha256: fc.constantFrom('1', '2'),
    ruleSet: fc.constantFrom('r', 's'),
  })
  .map(({ bundle, status, flagged, missing, evidence, day, user, sha256, ruleSet }) => {
    if (status !== 'judged')
      return { ...unjudgedBatchLine(bundle, status, `Reason ${sha256}`), sha256, ruleSet }
    const verdicts = [
      ...flagged.map((rule) => flaggedVerdict(rule, evidence + rule.length)),
      ...missing.map((rule) =>
        verdict(rule, { status: 'not-checked', missing: [{ evidence: rule, how: `Get ${day}` }] }),
      ),
    ]
    const known = facts({
      users: user,
      clientBuild: `16.0.${day}.1`,
      oldestSpooled: `2016-06-0${(day % 9) + 1}T00:00:00.000Z`,
    })
    const headline = `${evidence} ${user}`
    return judgedBatchLine(
      bundle,
      { ...at(`2016-06-${day}T00:00:00.000Z`), verdicts, facts: known, headline },
      { sha256, ruleSet },
    )
  })

/**
 * Lines without contradictions: the same content with the same rules always gives the same report.
 */
const lines = fc.uniqueArray(anyLine, {
  maxLength: 12,
  selector: ({ bundle, status, report, sha256, ruleSet }) =>
    `${bundle} ${status} ${report?.asOf?.time} ${sha256} ${ruleSet}`,
})

it('the order of lines does not matter', () => {
  fc.assert(
    fc.property(
      lines.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
      ),
      ([all, shuffled]) => {
        expect(summarizeLines(shuffled)).toEqual(summarizeLines(all))
      },
    ),
  )
})

it('every bundle is counted once, whatever its lines', () => {
  fc.assert(
    fc.property(lines, (all) => {
      const { bundles, cases } = summarizeLines(all)
      expect(bundles.total).toBe(new Set(all.map(({ bundle }) => bundle)).size)
      expect(bundles.judged + bundles.unreadable + bundles.failed).toBe(bundles.total)
      expect(cases.affected + cases.open + cases.clear).toBe(bundles.judged)
    }),
  )
})
