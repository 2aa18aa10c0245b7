import { formatCount, formatNumber } from '../../../model/duration.ts'
import type { CauseTrend, ChannelBuilds, FleetCases } from '../../../model/fleet/fleet-case.ts'
import type { FleetSummary } from '../../../model/fleet/fleet-summary.ts'
import {
  FLEET_SECTION_TITLES,
  formatDays,
  hasErrorRule,
  otherOutcomesText,
} from '../../fleet/fleet-text.ts'
import { page } from '../page.ts'
import { type Content, html, type SafeHtml } from '../safe-html.ts'
import { section } from '../section.ts'
import { buildCharts } from './build-charts.ts'
import { caseLink, type FindCasePage } from './case-link.ts'
import { caseTable } from './case-table.ts'
import { type CauseMatrices, causeMatrices, hasComparison } from './cause-matrices.ts'
import { causeTable, flaggedTable, symptomTable } from './cause-table.ts'
import { causeTrendChart } from './cause-trend-chart.ts'
import { combinationTable } from './combination-table.ts'
import { crashList, missingEvidenceList, reasonList } from './missing-evidence-list.ts'
import { noteList } from './note-list.ts'
import { stuckText } from './stuck-text.ts'
import { valueTables } from './value-tables.ts'

export interface FleetPageData {
  readonly summary: FleetSummary
  readonly cases: FleetCases
  readonly builds: readonly ChannelBuilds[]
  readonly matrices: CauseMatrices
  readonly trend: CauseTrend
  readonly findCasePage: FindCasePage
}

interface FleetPart {
  readonly id: string
  readonly title: string
  readonly note?: string
  readonly body: Content
  /** Parts that are empty are left out. */
  readonly isEmpty: boolean
}

/** Formats the results of a batch as a single HTML page, which links to the pages of its cases. */
export function fleetPage(fleet: FleetPageData): string {
  const { tool, headline, bundles, asOf } = fleet.summary
  const bundleCount = formatCount(bundles.total, 'bundle')
  const days = formatDays(asOf)
  const parts = fleetParts(fleet).filter(({ isEmpty }) => !isEmpty)
  const links = parts.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)
  const sections = parts.map((part) => section({ ...part, level: 2 }))
  const body = html`<header class="top"><p class="brand">${tool.name}</p></header>
<main id="main">
<h1>${bundleCount}</h1>
<p class="as-of">${days === undefined ? 'As of unknown times' : `As of ${days} (UTC)`}</p>
<p class="headline${hasErrorRule(fleet.summary) && ' is-bad'}">${headline}</p>
${tiles(fleet.summary)}
<nav class="parts" aria-label="Parts of this page"><ul>${links}</ul></nav>
${sections}
</main>`
  return page({ title: `${bundleCount} – ${tool.name}`, tool, kind: 'fleet', body })
}

/** Returns all parts in reading order, the empty ones too. */
function fleetParts({
  summary,
  cases,
  builds,
  matrices,
  trend,
  findCasePage,
}: FleetPageData): readonly FleetPart[] {
  const { bundles, causes, outcomes, symptoms, alsoFlagged, combinations, affected, stuck } =
    summary
  const { notChecked, crashed, unreadable, failed } = summary
  const link = caseLink(findCasePage)
  const notes = noteList(summary)
  const tableOptions = { analyzedCases: bundles.judged, link }
  return [
    {
      id: 'causes',
      title: FLEET_SECTION_TITLES.causes,
      note: 'cases by the certainty of the diagnosis',
      body: causeTable(summary, tableOptions),
      isEmpty: causes.listed.length === 0 && otherOutcomesText(outcomes) === undefined,
    },
    {
      id: 'symptoms',
      title: FLEET_SECTION_TITLES.symptoms,
      note: 'what users notice',
      body: symptomTable(symptoms, tableOptions),
      isEmpty: symptoms.listed.length === 0,
    },
    {
      id: 'trend',
      title: 'Cases by collection day',
      body: causeTrendChart(trend),
      isEmpty: trend.starts.length === 0,
    },
    {
      id: 'matrices',
      title: 'Causes by build and server',
      note: 'cases, and their share of all cases of the build or server',
      body: causeMatrices(matrices),
      isEmpty: !hasComparison(matrices.builds) && !hasComparison(matrices.servers),
    },
    {
      id: 'cases',
      title: 'All cases',
      note: formatCount(bundles.total, 'bundle'),
      body: caseTable(cases, summary, findCasePage),
      isEmpty: bundles.total === 0,
    },
    {
      id: 'combinations',
      title: FLEET_SECTION_TITLES.combinations,
      body: combinationTable(combinations, bundles.judged, link),
      isEmpty: combinations.listed.length === 0,
    },
    {
      id: 'also',
      title: FLEET_SECTION_TITLES.alsoFlagged,
      note: 'limits, notes, and what another cause makes irrelevant',
      body: flaggedTable(alsoFlagged, tableOptions),
      isEmpty: alsoFlagged.listed.length === 0,
    },
    {
      id: 'stuck',
      title: FLEET_SECTION_TITLES.stuck,
      body: stuckText(stuck, link),
      isEmpty: stuck.messages === 0,
    },
    {
      id: 'builds',
      title: 'Builds by channel',
      body: buildCharts(builds),
      isEmpty: builds.length === 0,
    },
    {
      id: 'affected',
      title: FLEET_SECTION_TITLES.affected,
      body: valueTables(affected),
      isEmpty: Object.values(affected).every(({ distinct }) => distinct === 0),
    },
    {
      id: 'missing',
      title: FLEET_SECTION_TITLES.notChecked,
      body: missingEvidenceList(notChecked, bundles.judged),
      isEmpty: notChecked.listed.length === 0,
    },
    {
      id: 'crashed',
      title: FLEET_SECTION_TITLES.crashed,
      body: crashList(crashed),
      isEmpty: crashed.listed.length === 0,
    },
    {
      id: 'unreadable',
      title: FLEET_SECTION_TITLES.unreadable,
      note: 'nothing in them could be read',
      body: reasonList(unreadable),
      isEmpty: unreadable.listed.length === 0,
    },
    {
      id: 'failed',
      title: FLEET_SECTION_TITLES.failed,
      body: reasonList(failed),
      isEmpty: failed.listed.length === 0,
    },
    { id: 'notes', title: FLEET_SECTION_TITLES.notes, body: notes, isEmpty: `${notes}` === '' },
  ]
}

function tiles({ bundles, cases }: FleetSummary): SafeHtml {
  const counts = [
    { kind: 'error', count: cases.affected, label: 'with a problem' },
    { kind: 'open', count: cases.open, label: 'some checks skipped' },
    { kind: 'clear', count: cases.clear, label: 'passed' },
    { kind: 'warning', count: bundles.unreadable, label: 'unreadable' },
    { kind: 'warning', count: bundles.failed, label: 'failed' },
  ]
  const items = counts.map(
    ({ kind, count, label }) => html`<li class="tile is-${kind}${count === 0 && ' is-none'}">
<strong>${formatNumber(count)}</strong> ${label}</li>`,
  )
  return html`<ul class="tiles" aria-label="Cases">${items}</ul>`
}
