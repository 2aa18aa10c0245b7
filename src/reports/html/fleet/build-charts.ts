import { scaleBand, scaleLinear } from 'd3-scale'
import { stack } from 'd3-shape'
import { present } from '../../../model/defined.ts'
import { formatCount, formatNumber } from '../../../model/duration.ts'
import type { ChannelBuilds } from '../../../model/fleet/fleet-case.ts'
import type { ValueCount } from '../../../model/fleet/fleet-summary.ts'
import { greatestOf } from '../../../model/numbers/extremes.ts'
import { type ChartDrawing, chart, legendBar, legendItem } from '../charts/chart.ts'
import { svgRect, svgText } from '../charts/svg.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { scrollable } from '../table-parts.ts'
import { columnHeader } from './collapsible-table.ts'

const MAX_CHANNELS = 8
const MAX_BUILDS = 12

/** Draws a chart for each update channel: its builds with their cases and affected cases. */
export function buildCharts(channels: readonly ChannelBuilds[]): SafeHtml {
  const omitted = channels.length - MAX_CHANNELS
  const text = `${formatCount(omitted, 'more channel')} with fewer cases not drawn.`
  return html`${channels.slice(0, MAX_CHANNELS).map(channelChart)}${
    omitted > 0 && html`<p class="note">${text}</p>`
  }`
}

function channelChart(channelBuilds: ChannelBuilds, index: number): SafeHtml {
  const { channel = 'Unknown channel', cases, affected, unknown, builds } = channelBuilds
  const frequent = [...builds.listed]
    .sort((left, right) => right.cases - left.cases)
    .slice(0, MAX_BUILDS)
  const drawn = builds.listed.filter((build) => frequent.includes(build))
  const omitted = builds.listed.length - drawn.length + builds.others.values
  const description = present([
    `${formatCount(cases, 'case')}, ${formatNumber(affected)} affected.`,
    omitted > 0
      ? `The ${drawn.length} builds with the most cases; ${formatNumber(omitted)} others.`
      : undefined,
    unknown > 0 ? `${formatCount(unknown, 'case')} with an unknown build.` : undefined,
  ]).join(' ')
  return chart({
    id: `channel-${index + 1}`,
    title: channel,
    description,
    legend: [
      legendItem(legendBar('stuck'), 'With a problem'),
      legendItem(legendBar('covered'), 'No problem found'),
    ],
    table: buildTable(builds.listed, channel),
    draw: (width) => buildDrawing(drawn, width),
  })
}

/** Draws a bar for each build, in which the affected cases come first. */
function buildDrawing(builds: readonly ValueCount[], width: number): ChartDrawing {
  const labelWidth = width > 600 ? 190 : 110
  const height = builds.length * 22 + 8
  const y = scaleBand<number>()
    .domain(builds.map((_, row) => row))
    .range([4, height - 4])
    .paddingInner(0.3)
  const x = scaleLinear(
    [0, greatestOf(builds.map(({ cases }) => cases)) ?? 1],
    [labelWidth + 10, width - 70],
  )
  const series = stack<ValueCount, 'affected' | 'others'>()
    .keys(['affected', 'others'])
    .value(({ cases, affected }, key) => (key === 'affected' ? affected : cases - affected))
  const bars = series([...builds]).map((layer) =>
    layer.map(([from, to], row) => {
      const box = { x: x(from), y: y(row) ?? 0, width: x(to) - x(from), height: y.bandwidth() }
      return to > from && svgRect(layer.key === 'affected' ? 'stuck' : 'covered', box)
    }),
  )
  const labels = builds.map(({ value, cases, affected }, row) => {
    const baseline = (y(row) ?? 0) + y.bandwidth() / 2 + 4
    const count = `${formatNumber(affected)} of ${formatNumber(cases)}`
    return [
      svgText('lane named', { x: labelWidth, y: baseline }, value, 'end'),
      svgText('count', { x: x(cases) + 6, y: baseline }, count),
    ]
  })
  return { height, marks: [bars, labels] }
}

function buildTable(builds: readonly ValueCount[], label: string): SafeHtml {
  const header = [
    columnHeader('Build'),
    columnHeader('Affected', 'number'),
    columnHeader('Cases', 'number'),
  ]
  const rows = builds.map(
    ({ value, cases, affected }) => html`<tr><th scope="row"><code>${value}</code></th>
<td class="number">${formatNumber(affected)}</td><td class="number">${formatNumber(cases)}</td></tr>
`,
  )
  return scrollable(
    `Builds: ${label}`,
    html`<table><thead><tr>${header}</tr></thead><tbody>${rows}</tbody></table>`,
  )
}
