import { defined, present } from '../../model/defined.ts'
import { formatCount } from '../../model/duration.ts'
import { formatMoment } from '../../model/moment.ts'
import type { CaseReport, Verdict } from '../../model/report.ts'
import { caseCharts } from './charts/case-charts.ts'
import { factList } from './fact-list.ts'
import { inputTable } from './input-table.ts'
import { journeyList } from './journey-list.ts'
import { missingList } from './missing-list.ts'
import { parseMoment } from './parse-moment.ts'
import { clearList, crashedList, problemList } from './problem-list.ts'
import { redactionNote } from './redaction-note.ts'
import { type Content, html, type SafeHtml } from './safe-html.ts'
import { type HeadingLevel, heading, nextLevel, section } from './section.ts'

interface Part {
  readonly key: string
  readonly title: string
  readonly note?: string
  readonly body: Content
}

/**
 * One case: headline, then parts in the order in which a reader asks. Parts with nothing to say are
 * left out.
 */
export function caseSection(one: CaseReport, id: string, level: HeadingLevel): SafeHtml {
  const { headline, asOf, redaction } = one
  const at = parseMoment(asOf?.time)
  const parts = partsOf(one, id, level)
  const bad = one.verdicts.some(
    ({ status, severity }) =>
      status === 'crashed' || (status === 'flagged' && severity === 'error'),
  )
  const title = heading(level, html`<bdi>${one.id}</bdi>`, `${id}-title`)
  return html`<article class="case" aria-labelledby="${id}-title">
<header class="case-head">
${title}
<p class="as-of">${asOf === null ? 'As of an unknown time' : html`As of <time datetime="${asOf.time}">${at === undefined ? asOf.time : formatMoment(at)}</time> (${asOf.from})`}</p>
<p class="headline${bad && ' is-bad'}">${headline}</p>
<ul class="tiles" aria-label="Verdicts">${tiles(one.verdicts).map(
    ({ kind, count, words, to }) =>
      html`<li class="tile is-${kind}${count === 0 && ' is-none'}"><a href="#${id}-${to}"><strong>${count}</strong> ${words}</a></li>`,
  )}</ul>
${redaction !== undefined && redactionNote(redaction)}
</header>
<nav class="parts" aria-label="Parts of ${one.id}"><ul>${parts.map(({ key, title: words }) => html`<li><a href="#${id}-${key}">${words}</a></li>`)}</ul></nav>
${parts.map(({ key, title: words, note, body }) => section({ id: `${id}-${key}`, level: nextLevel(level), title: words, body, ...defined({ note }) }))}
</article>
`
}

interface Tile {
  readonly kind: string
  readonly count: number
  readonly words: string
  readonly to: string
}

function tiles(verdicts: readonly Verdict[]): readonly Tile[] {
  const flagged = (severity: Verdict['severity']) =>
    verdicts.filter((one) => one.status === 'flagged' && one.severity === severity).length
  const of = (status: Verdict['status']) => verdicts.filter((one) => one.status === status).length
  const [errors, warnings, notes] = [flagged('error'), flagged('warning'), flagged('info')]
  return present([
    { kind: 'error', count: errors, words: errors === 1 ? 'error' : 'errors', to: 'wrong' },
    {
      kind: 'warning',
      count: warnings,
      words: warnings === 1 ? 'warning' : 'warnings',
      to: 'wrong',
    },
    notes > 0
      ? { kind: 'info', count: notes, words: notes === 1 ? 'note' : 'notes', to: 'wrong' }
      : undefined,
    of('crashed') > 0
      ? { kind: 'crashed', count: of('crashed'), words: 'failed', to: 'crashed' }
      : undefined,
    { kind: 'not-checked', count: of('not-checked'), words: 'not checked', to: 'missing' },
    { kind: 'clear', count: of('clear'), words: 'in order', to: 'clear' },
  ])
}

function partsOf(one: CaseReport, id: string, level: HeadingLevel): readonly Part[] {
  const { verdicts, facts, inputs, unknowable, journeys = [] } = one
  const inner = nextLevel(nextLevel(level))
  const has = (status: Verdict['status']) => verdicts.some((verdict) => verdict.status === status)
  const pictures = caseCharts(one, id)
  const optional = (given: boolean, part: () => Part): readonly Part[] => (given ? [part()] : [])
  return [
    {
      key: 'wrong',
      title: 'What is wrong',
      body: has('flagged')
        ? problemList(verdicts, inner, `${id}-problem`)
        : html`<p class="nothing">Nothing wrong was found in what could be checked.</p>`,
    },
    ...optional(has('crashed'), () => ({
      key: 'crashed',
      title: 'Checks that failed',
      body: crashedList(verdicts),
    })),
    ...optional(`${pictures}` !== '', () => ({
      key: 'times',
      title: 'What happened when',
      body: pictures,
    })),
    ...optional(journeys.length > 0, () => ({
      key: 'journeys',
      title: 'Offline messages',
      note: `${formatCount(journeys.length, 'message')}, the latest first`,
      body: journeyList(journeys, one.timeline?.omitted.journeys),
    })),
    ...optional(Object.keys(facts).length > 0, () => ({
      key: 'facts',
      title: 'Found out',
      body: factList(facts),
    })),
    {
      key: 'missing',
      title: 'Not checked',
      body: has('not-checked')
        ? missingList(verdicts, inner)
        : html`<p class="nothing">Everything could be checked.</p>`,
    },
    {
      key: 'clear',
      title: 'In order',
      body: has('clear')
        ? clearList(verdicts)
        : html`<p class="nothing">Nothing was found to be in order.</p>`,
    },
    {
      key: 'inputs',
      title: 'What was read',
      note: formatCount(inputs.length, 'input'),
      body:
        inputs.length > 0 ? inputTable(inputs, 'Inputs') : html`<p class="nothing">No files.</p>`,
    },
    ...optional(unknowable.length > 0, () => ({
      key: 'unknowable',
      title: 'No evidence can tell',
      body: html`<ul class="unknowable">${unknowable.map((text) => html`<li>${text}</li>`)}</ul>`,
    })),
  ]
}
