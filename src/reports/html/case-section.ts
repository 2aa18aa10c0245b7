import { formatCount } from '../../model/duration.ts'
import { formatMoment } from '../../model/moment.ts'
import type { CaseReport, Verdict } from '../../model/report.ts'
import { hasError, SECTION_TITLES } from '../case-text.ts'
import { DIAGNOSIS_TITLES } from '../diagnosis-text.ts'
import { caseCharts } from './charts/case-charts.ts'
import { causeList, collectList, planList } from './diagnosis-lists.ts'
import { factList } from './fact-list.ts'
import { inputTable } from './input-table.ts'
import { journeyList } from './journey-list.ts'
import { missingList } from './missing-list.ts'
import { parseMoment } from './parse-moment.ts'
import { clearList, crashedList, problemList } from './problem-list.ts'
import { redactionNote } from './redaction-note.ts'
import { type Content, html, type SafeHtml } from './safe-html.ts'
import { type HeadingLevel, heading, nextLevel, section } from './section.ts'

interface CasePart {
  /** Ends the id of the section. */
  readonly key: string
  readonly title: string
  readonly note?: string
  readonly body: Content
  /** Parts that are empty are left out. */
  readonly isEmpty?: boolean
}

/** Returns the part of the page about one case: headline, counts, and the sections with content. */
export function caseSection(report: CaseReport, id: string, level: HeadingLevel): SafeHtml {
  const { headline, asOf, redaction, separation, verdicts, diagnosis } = report
  const parts = caseParts(report, id, level).filter(({ isEmpty }) => !isEmpty)
  const links = parts.map(({ key, title }) => html`<li><a href="#${id}-${key}">${title}</a></li>`)
  const sections = parts.map(({ key, title, note, body }) =>
    section({ id: `${id}-${key}`, level: nextLevel(level), title, note, body }),
  )
  return html`<article class="case" aria-labelledby="${id}-title">
<header class="case-head">
${heading(level, html`<bdi>${report.id}</bdi>`, `${id}-title`)}
<p class="as-of">${asOfText(asOf)}</p>
<p class="headline${hasError(verdicts) && ' is-bad'}">${diagnosis?.answer ?? headline}</p>
${diagnosis !== undefined && diagnosis.answer !== headline && html`<p class="note">${headline}</p>`}
${separation !== undefined && html`<p>One of several cases: ${separation}.</p>`}
<ul class="tiles" aria-label="Verdicts">${tiles(verdicts, id)}</ul>
${redaction !== undefined && redactionNote(redaction)}
</header>
<nav class="parts" aria-label="Parts of ${report.id}"><ul>${links}</ul></nav>
${sections}
</article>
`
}

function asOfText(asOf: CaseReport['asOf']): Content {
  if (asOf === null) return 'As of an unknown time'
  const at = parseMoment(asOf.time)
  const text = at === undefined ? asOf.time : formatMoment(at)
  return html`As of <time datetime="${asOf.time}">${text}</time> (${asOf.from})`
}

interface Tile {
  readonly kind: string
  readonly count: number
  readonly label: string
  /** Key of the part that the tile links to. */
  readonly target: string
  /** Whether to leave the tile out when the count is 0. */
  readonly isOptional?: boolean
}

/** Returns the number of verdicts of each kind as links to their sections. */
function tiles(verdicts: readonly Verdict[], id: string): SafeHtml[] {
  const countFlagged = (severity: Verdict['severity']) =>
    verdicts.filter((verdict) => verdict.status === 'flagged' && verdict.severity === severity)
      .length
  const countStatus = (status: Verdict['status']) =>
    verdicts.filter((verdict) => verdict.status === status).length
  const severityTile = (kind: Verdict['severity'], noun: string): Tile => {
    const count = countFlagged(kind)
    return { kind, count, label: count === 1 ? noun : `${noun}s`, target: 'wrong' }
  }
  const statusTile = (status: Verdict['status'], label: string, target: string): Tile => ({
    kind: status,
    count: countStatus(status),
    label,
    target,
  })
  const all: readonly Tile[] = [
    severityTile('error', 'error'),
    severityTile('warning', 'warning'),
    { ...severityTile('info', 'note'), isOptional: true },
    { ...statusTile('crashed', 'crashed', 'crashed'), isOptional: true },
    statusTile('not-checked', 'not checked', 'missing'),
    statusTile('clear', 'passed', 'clear'),
  ]
  return all
    .filter(({ count, isOptional }) => count > 0 || !isOptional)
    .map(
      ({ kind, count, label, target }) =>
        html`<li class="tile is-${kind}${count === 0 && ' is-none'}">
<a href="#${id}-${target}"><strong>${count}</strong> ${label}</a></li>`,
    )
}

/** Returns all parts in reading order, the empty ones too. */
function caseParts(report: CaseReport, id: string, level: HeadingLevel): readonly CasePart[] {
  const { verdicts, facts, inputs, unknowable, journeys = [], timeline, diagnosis } = report
  const innerLevel = nextLevel(nextLevel(level))
  const has = (status: Verdict['status']) => verdicts.some((verdict) => verdict.status === status)
  const charts = caseCharts(report, id)
  return [
    ...diagnosisParts(diagnosis, innerLevel),
    { key: 'times', title: SECTION_TITLES.timeline, body: charts, isEmpty: `${charts}` === '' },
    {
      key: 'wrong',
      title: SECTION_TITLES.problems,
      body: has('flagged')
        ? problemList(verdicts, diagnosis, innerLevel, `${id}-problem`)
        : emptyText('No problems were found in what could be checked.'),
    },
    {
      key: 'crashed',
      title: SECTION_TITLES.crashed,
      body: crashedList(verdicts),
      isEmpty: !has('crashed'),
    },
    {
      key: 'journeys',
      title: SECTION_TITLES.journeys,
      note: `${formatCount(journeys.length, 'message')}, the latest first`,
      body: journeyList(journeys, timeline?.omitted.journeys),
      isEmpty: journeys.length === 0,
    },
    {
      key: 'facts',
      title: SECTION_TITLES.facts,
      body: factList(facts),
      isEmpty: Object.keys(facts).length === 0,
    },
    {
      key: 'missing',
      title: SECTION_TITLES.notChecked,
      body: has('not-checked')
        ? missingList(verdicts, innerLevel)
        : emptyText('Everything could be checked.'),
    },
    {
      key: 'clear',
      title: SECTION_TITLES.clear,
      body: has('clear') ? clearList(verdicts) : emptyText('No check passed.'),
    },
    {
      key: 'inputs',
      title: SECTION_TITLES.inputs,
      note: formatCount(inputs.length, 'input'),
      body: inputs.length > 0 ? inputTable(inputs, 'Inputs') : emptyText('No files.'),
    },
    {
      key: 'unknowable',
      title: SECTION_TITLES.unknowable,
      body: html`<ul class="unknowable">${unknowable.map((text) => html`<li>${text}</li>`)}</ul>`,
      isEmpty: unknowable.length === 0,
    },
  ]
}

/** The causes, the plan and what to collect. None in a report of an earlier version. */
function diagnosisParts(
  diagnosis: CaseReport['diagnosis'],
  level: HeadingLevel,
): readonly CasePart[] {
  if (diagnosis === undefined) return []
  const { causes, unexplained, actions, collectNext } = diagnosis
  return [
    {
      key: 'causes',
      title: DIAGNOSIS_TITLES.causes,
      body: causeList(diagnosis),
      isEmpty: causes.length + unexplained.length === 0,
    },
    {
      key: 'plan',
      title: DIAGNOSIS_TITLES.plan,
      note: formatCount(actions.length, 'step'),
      body: planList(diagnosis, level),
      isEmpty: actions.length === 0,
    },
    {
      key: 'collect',
      title: DIAGNOSIS_TITLES.collectNext,
      body: collectList(collectNext),
      isEmpty: collectNext.length === 0,
    },
  ]
}

const emptyText = (text: string): SafeHtml => html`<p class="nothing">${text}</p>`
