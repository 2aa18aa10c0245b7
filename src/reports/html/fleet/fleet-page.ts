import { defined } from '../../../model/defined.ts'
import { formatCount, formatNumber } from '../../../model/duration.ts'
import type { ChannelBuilds, FleetCases } from '../../../model/fleet-case.ts'
import type { FleetSummary } from '../../../model/fleet-summary.ts'
import { page } from '../page.ts'
import { type Content, html, type SafeHtml } from '../safe-html.ts'
import { section } from '../section.ts'
import { buildCharts } from './build-charts.ts'
import { caseLink, type FindCasePage } from './case-link.ts'
import { caseTable } from './case-table.ts'
import { causeTable } from './cause-table.ts'
import { combinationTable } from './combination-table.ts'
import { crashList, missingEvidenceList, reasonList } from './missing-evidence-list.ts'
import { noteList } from './note-list.ts'
import { stuckText } from './stuck-text.ts'
import { valueTables } from './value-tables.ts'

/** All that a fleet page shows. */
export interface FleetPageData {
  readonly summary: FleetSummary
  readonly cases: FleetCases
  readonly builds: readonly ChannelBuilds[]
  /** The address of a bundle's own page, from this one. */
  readonly findCasePage: FindCasePage
}

interface Part {
  readonly id: string
  readonly title: string
  readonly note?: string
  readonly body: Content
  readonly shown: boolean
}

/**
 * The results of a batch as one page that needs nothing beside it but, where it links to them, the
 * pages of its cases.
 */
export function fleetPage(fleet: FleetPageData): string {
  const { tool, headline, bundles, causes } = fleet.summary
  const parts = partsOf(fleet).filter(({ shown }) => shown)
  const bad = causes.listed.some(({ severity }) => severity === 'error')
  const body = html`<header class="top"><p class="brand">${tool.name}</p></header>
<main id="main">
<h1>${formatCount(bundles.total, 'bundle')}</h1>
<p class="as-of">${seenText(fleet.summary)}</p>
<p class="headline${bad && ' is-bad'}">${headline}</p>
${tiles(fleet.summary)}
<nav class="parts" aria-label="Parts of this page"><ul>${parts.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
${parts.map(({ id, title, note, body: content }) => section({ id, level: 2, title, body: content, ...defined({ note }) }))}
</main>`
  return page({
    title: `${formatCount(bundles.total, 'bundle')} – ${tool.name}`,
    tool,
    kind: 'fleet',
    body,
  })
}

function partsOf({ summary, cases, builds, findCasePage: pageOf }: FleetPageData): readonly Part[] {
  const {
    bundles,
    causes,
    combinations,
    affected,
    notChecked,
    crashed,
    unreadable,
    failed,
    stuck,
  } = summary
  const link = caseLink(pageOf)
  return [
    {
      id: 'causes',
      title: 'Causes',
      body: causeTable(causes, bundles.judged, link),
      shown: causes.listed.length > 0,
    },
    {
      id: 'combinations',
      title: 'Causes together',
      note: 'exactly these, no others, in one case',
      body: combinationTable(combinations, bundles.judged, link),
      shown: combinations.listed.length > 0,
    },
    {
      id: 'stuck',
      title: 'Stuck messages',
      body: stuckText(stuck, link),
      shown: stuck.messages > 0,
    },
    {
      id: 'cases',
      title: 'All cases',
      note: formatCount(bundles.total, 'bundle'),
      body: caseTable(cases, summary, pageOf),
      shown: bundles.total > 0,
    },
    {
      id: 'builds',
      title: 'Builds by channel',
      body: buildCharts(builds),
      shown: builds.length > 0,
    },
    {
      id: 'affected',
      title: 'Who and what is affected',
      body: valueTables(affected),
      shown: Object.values(affected).some(({ distinct }) => distinct > 0),
    },
    {
      id: 'missing',
      title: 'Not checked',
      body: missingEvidenceList(notChecked, bundles.judged),
      shown: notChecked.listed.length > 0,
    },
    {
      id: 'crashed',
      title: 'Checks that failed',
      body: crashList(crashed),
      shown: crashed.listed.length > 0,
    },
    {
      id: 'unreadable',
      title: 'Unreadable',
      note: 'nothing in them could be read',
      body: reasonList(unreadable),
      shown: unreadable.listed.length > 0,
    },
    { id: 'failed', title: 'Failed', body: reasonList(failed), shown: failed.listed.length > 0 },
    {
      id: 'notes',
      title: 'About the results',
      body: noteList(summary),
      shown: `${noteList(summary)}` !== '',
    },
  ]
}

function seenText({ asOf: { first, last } }: FleetSummary): string {
  if (first === undefined || last === undefined) return 'As of unknown times'
  const [from, to] = [first.slice(0, 10), last.slice(0, 10)]
  return `As of ${from === to ? from : `${from} – ${to}`} (UTC)`
}

function tiles({ bundles, cases }: FleetSummary): SafeHtml {
  const all = [
    { kind: 'error', count: cases.affected, words: 'something is wrong' },
    { kind: 'open', count: cases.open, words: 'not all could be checked' },
    { kind: 'clear', count: cases.clear, words: 'in order' },
    { kind: 'warning', count: bundles.unreadable, words: 'unreadable' },
    { kind: 'warning', count: bundles.failed, words: 'failed' },
  ]
  return html`<ul class="tiles" aria-label="Cases">${all.map(
    ({ kind, count, words }) =>
      html`<li class="tile is-${kind}${count === 0 && ' is-none'}"><strong>${formatNumber(count)}</strong> ${words}</li>`,
  )}</ul>`
}
