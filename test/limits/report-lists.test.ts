import { expect } from 'vitest'
import type { Diagnosis } from '../../src/model/diagnosis.ts'
import type { JourneyReport } from '../../src/model/journey.ts'
import { causeList } from '../../src/reports/html/cause-list.ts'
import { diagnosisLines } from '../../src/reports/markdown/markdown-diagnosis.ts'
import { journeyTable } from '../../src/reports/markdown/markdown-journeys.ts'
import { problemLines } from '../../src/reports/markdown/markdown-verdicts.ts'
import { journeyLines } from '../../src/reports/table/journey-lines.ts'
import { timelineLines } from '../../src/reports/table/timeline-lines.ts'
import { ewsUnavailable } from '../../src/rules/ews-unavailable.ts'
import { row } from '../support/client.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { keepsTest } from '../support/limits/limit-test.ts'
import { NOON, trace } from '../support/observations.ts'
import { verdict } from '../support/reports.ts'

const style = { width: 160, color: false }
const times = <T>(count: number, create: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => create(at))
const isoAfter = (minutes: number): string => new Date(NOON + minutes * 60_000).toISOString()

/** How often a word occurs in a text, and the number in it that says how many are left out. */
const countIn = (text: string, word: string, left: RegExp) => ({
  kept: text.split(word).length - 1,
  left: Number(left.exec(text)?.[1] ?? 0),
})

keepsTest('reports/diagnosis-text.ts MAX_REASONS', (count) => {
  const diagnosis: Diagnosis = {
    outcome: 'cause-found',
    answer: '',
    causes: [
      {
        rule: 'ews-unavailable',
        title: 'No EWS',
        certainty: 'proven',
        because: times(count, () => ({ text: 'because', sources: [] })),
        explains: { symptoms: [], messages: 0, of: 0 },
        causedBy: [],
        supersedes: [],
      },
    ],
    unexplained: [],
    ruledOut: [],
    undecided: [],
    actions: [],
    collectNext: [],
  }
  const [markdown, page] = [
    diagnosisLines(diagnosis, []).join('\n'),
    String(causeList(diagnosis, [])),
  ].map((text) => countIn(text, 'because', /and (\d+) more/))
  expect(page).toEqual(markdown)
  return markdown ?? { kept: 0 }
})

keepsTest('reports/markdown/markdown-verdicts.ts MAX_FINDINGS', (count) => {
  const findings = times(count, (at) => ({ subject: `${at}`, message: 'stuck-item', sources: [] }))
  const lines = problemLines([verdict('x', { status: 'flagged', findings })], undefined)
  return countIn(lines.join('\n'), 'stuck-item', /and (\d+) more/)
})

const journeys = (count: number): JourneyReport[] =>
  times(count, (at) => ({
    key: `call-${at}`,
    user: 'kim@contoso.example',
    recipient: 'robin@fabrikam.example',
    steps: [
      { stage: 'sent', at: isoAfter(at), text: 'Sent', inferred: false, source: { path: 'a.log' } },
    ],
  }))

keepsTest('reports/markdown/markdown-journeys.ts MAX_JOURNEYS', (count) => {
  const text = journeyTable(journeys(count)).join('\n')
  return countIn(text, 'robin@fabrikam', /(\d+) earlier message not shown/)
})

keepsTest('reports/table/journey-lines.ts MAX_JOURNEYS', (count) => {
  const text = journeyLines(journeys(count), 0, style).join('\n')
  return countIn(text, 'robin@fabrikam', /and (\d+) earlier ones \(all in --format json\)/)
})

keepsTest('reports/table/timeline-lines.ts MAX_EVENTS', (count) => {
  const marks = times(count, (at) => ({
    at: isoAfter(at),
    kind: 'failure' as const,
    text: 'ErrorServerBusy',
    source: { path: 'a.log' },
  }))
  const omitted = { marks: 0, spooled: 0 }
  const timeline = { logs: [], marks, spooled: [], omitted, stuckAfter: 120_000 }
  const text = timelineLines(timeline, style).join('\n')
  return countIn(text, 'ErrorServerBusy', /and (\d+) earlier ones \(all in --format json\)/)
})

keepsTest('rules/ews-unavailable.ts MAX_SOURCES', (count) => {
  const refusals = times(count, (at) =>
    trace(`POST https://host-${at}.contoso.example/autodiscover/autodiscover.xml HTTP/1.1 401 x`),
  )
  const blank = times(count, (at) =>
    row(at % 2 === 0 ? 'EWS Internal URL' : 'EWS External URL', '', 'kim@contoso.example'),
  )
  const good = times(count, (at) =>
    row('EWS Information', 'EWS Status OK', `user-${at}@contoso.example`),
  )
  const cited = [refusals, blank].map(
    (rows) => evaluateRule(ewsUnavailable, rows).findings[0]?.sources.length,
  )
  const { sources } = evaluateRule(ewsUnavailable, good)
  expect(cited).toEqual([sources.length, sources.length])
  return sources.length
})
