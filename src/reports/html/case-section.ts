import { when } from '../../model/defined.ts'
import { formatCount } from '../../model/duration.ts'
import { formatMoment } from '../../model/moment.ts'
import type { CaseReport, Verdict, VerdictStatus } from '../../model/report.ts'
import { SECTION_TITLES } from '../case-text.ts'
import { DIAGNOSIS_TITLES } from '../diagnosis-text.ts'
import { answerSection } from './answer-section.ts'
import { causeList } from './cause-list.ts'
import { caseTimeline, detailCharts } from './charts/case-charts.ts'
import { factList } from './fact-list.ts'
import { inputTable } from './input-table.ts'
import { journeyTable } from './journey-table.ts'
import { missingList } from './missing-list.ts'
import { parseMoment } from './parse-moment.ts'
import { planSection } from './plan-section.ts'
import { clearList, crashedList, problemList } from './problem-list.ts'
import { redactionNote } from './redaction-note.ts'
import { type Content, html, type SafeHtml } from './safe-html.ts'
import { foldedSection, type HeadingLevel, heading, nextLevel, section } from './section.ts'

interface CasePart {
  /** Ends the id of the section. */
  readonly key: string
  readonly title: string
  readonly note?: string
  readonly body: SafeHtml
  /** Whether it is collapsed to its heading, because the answer does not need it. */
  readonly isFolded?: boolean
  readonly isScreenOnly?: boolean
}

/** Ends the id of the part with the verdicts of a status. */
const STATUS_KEYS: Readonly<Record<VerdictStatus, string>> = {
  flagged: 'wrong',
  crashed: 'crashed',
  'not-checked': 'missing',
  clear: 'clear',
}

/** Note on the parts that a printed page leaves out. Shown only in print. */
const PRINT_NOTE =
  'Not printed, but in the page: the sources of messages and facts, the details of passed checks, ' +
  'the findings that causes and messages repeat, cited lines, and the timeline as a table.'

/**
 * Returns the part of the page about one case. Answer, plan and timeline come first and fit on a
 * screen. Then come the sections with content.
 */
export function caseSection(report: CaseReport, id: string, level: HeadingLevel): SafeHtml {
  const { asOf, redaction, diagnosis } = report
  const innerLevel = nextLevel(level)
  const parts = caseParts(report, id, nextLevel(innerLevel)).filter(({ body }) => `${body}` !== '')
  const links = parts.map(({ key, title }) => html`<li><a href="#${id}-${key}">${title}</a></li>`)
  const sections = parts.map(({ key, title, note, body, isFolded, isScreenOnly = false }) => {
    const options = { id: `${id}-${key}`, level: innerLevel, title, note, body, isScreenOnly }
    return isFolded ? foldedSection(options) : section(options)
  })
  const partIds = Object.fromEntries(
    Object.entries(STATUS_KEYS)
      .filter(([, key]) => parts.some((part) => part.key === key))
      .map(([status, key]) => [status, `${id}-${key}`]),
  )
  const timeline = caseTimeline(report, id)
  const hasPlan = diagnosis && diagnosis.actions.length + diagnosis.collectNext.length > 0
  const layout = diagnosis === undefined ? ' is-plain' : !hasPlan && ' is-idle'
  const hasTimeline = `${timeline}` !== ''
  const timelineTitle = SECTION_TITLES.timeline
  return html`<article class="case" aria-labelledby="${id}-title">
<header class="case-head">
${heading(level, html`<bdi>${report.id}</bdi>`, `${id}-title`)}
<p class="as-of">${asOfText(asOf)}</p>
</header>
${redaction !== undefined && redactionNote(redaction)}
<div class="overview${layout}">
${answerSection(report, `${id}-answer`, innerLevel, partIds)}
${diagnosis !== undefined && planSection(diagnosis, `${id}-plan`, innerLevel)}
${
  hasTimeline &&
  html`<section class="part times" id="${id}-times" aria-labelledby="${id}-times-title">
${heading(innerLevel, timelineTitle, `${id}-times-title`)}
${timeline}
</section>
`
}</div>
<nav class="parts" aria-label="Parts of ${report.id}"><ul>${links}</ul></nav>
${sections}
<p class="print-note">${PRINT_NOTE}</p>
</article>
`
}

function asOfText(asOf: CaseReport['asOf']): Content {
  if (asOf === null) return 'As of an unknown time'
  const at = parseMoment(asOf.time)
  const text = at === undefined ? asOf.time : formatMoment(at)
  return html`As of <time datetime="${asOf.time}">${text}</time> (${asOf.from})`
}

/** Returns all parts below the overview in reading order. The body of an empty part is empty. */
function caseParts(report: CaseReport, id: string, level: HeadingLevel): readonly CasePart[] {
  const { verdicts, facts, inputs, unknowable, journeys = [], timeline, diagnosis } = report
  const countStatus = (status: Verdict['status']) =>
    verdicts.filter((verdict) => verdict.status === status).length
  const [flagged, crashed, clear, missing] = [
    countStatus('flagged'),
    countStatus('crashed'),
    countStatus('clear'),
    countStatus('not-checked'),
  ]
  const nothing = html``
  const problems: CasePart = {
    key: 'wrong',
    title: SECTION_TITLES.problems,
    note: formatCount(flagged, 'problem'),
    // The causes and the messages contain what matters of it.
    isFolded: diagnosis !== undefined,
    isScreenOnly: diagnosis !== undefined,
    body:
      flagged > 0
        ? problemList(verdicts, diagnosis, level, `${id}-problem`)
        : emptyText('No problems were found in what could be checked.'),
  }
  return [
    // The answer of a report of an earlier version.
    ...when(diagnosis === undefined, () => [problems]),
    {
      key: 'causes',
      title: DIAGNOSIS_TITLES.causes,
      body: diagnosis === undefined ? nothing : causeList(diagnosis, verdicts),
    },
    {
      key: 'journeys',
      title: SECTION_TITLES.journeys,
      note: `${formatCount(journeys.length, 'message')}, the latest first`,
      body: journeys.length > 0 ? journeyTable(journeys, timeline?.omitted.journeys) : nothing,
    },
    { key: 'waiting', title: 'Waiting messages', body: detailCharts(report, id) },
    {
      key: 'crashed',
      title: SECTION_TITLES.crashed,
      body: crashed > 0 ? crashedList(verdicts) : nothing,
    },
    ...when(diagnosis !== undefined, () => [problems]),
    {
      key: 'facts',
      title: SECTION_TITLES.facts,
      note: formatCount(Object.keys(facts).length, 'fact'),
      isFolded: true,
      body: Object.keys(facts).length > 0 ? factList(facts) : nothing,
    },
    {
      key: 'clear',
      title: SECTION_TITLES.clear,
      note: formatCount(clear, 'check'),
      isFolded: true,
      body: clear > 0 ? clearList(verdicts) : emptyText('No check passed.'),
    },
    {
      key: 'missing',
      title: SECTION_TITLES.notChecked,
      note: formatCount(missing, 'check'),
      isFolded: true,
      body:
        missing > 0
          ? missingList(verdicts, diagnosis, level)
          : emptyText('Everything could be checked.'),
    },
    {
      key: 'inputs',
      title: SECTION_TITLES.inputs,
      note: formatCount(inputs.length, 'input'),
      isFolded: true,
      body: inputs.length > 0 ? inputTable(inputs, 'Inputs') : emptyText('No files.'),
    },
    {
      key: 'unknowable',
      title: SECTION_TITLES.unknowable,
      isFolded: true,
      body:
        unknowable.length > 0
          ? html`<ul class="unknowable">${unknowable.map((text) => html`<li>${text}</li>`)}</ul>`
          : nothing,
    },
  ]
}

const emptyText = (text: string): SafeHtml => html`<p class="nothing">${text}</p>`
