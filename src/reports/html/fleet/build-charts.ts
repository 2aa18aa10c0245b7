import { scaleBand, scaleLinear } from 'd3-scale'
import { stack } from 'd3-shape'
import { present } from '../../../model/defined.ts'
import { formatCount, formatNumber } from '../../../model/duration.ts'
import type { ChannelBuilds } from '../../../model/fleet-case.ts'
import type { ValueCount } from '../../../model/fleet-summary.ts'
import { chart, legendItem } from '../charts/chart.ts'
import { roundCoordinate } from '../charts/time-axis.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { scrollable } from '../table-parts.ts'

const MAX_CHANNELS = 8
const MAX_BUILDS = 12

/**
 * For each update channel its builds, the newest first: how many cases have each, and in how many
 * something is wrong.
 */
export const buildCharts = (channels: readonly ChannelBuilds[]): SafeHtml =>
  html`${channels.slice(0, MAX_CHANNELS).map(channelPicture)}${
    channels.length > MAX_CHANNELS &&
    html`<p class="note">${formatCount(channels.length - MAX_CHANNELS, 'more channel')}, with fewer cases, not drawn.</p>`
  }`

function channelPicture(
  { channel, cases, affected, unknown, builds }: ChannelBuilds,
  index: number,
): SafeHtml {
  const frequent = [...builds.listed]
    .sort((left, right) => right.cases - left.cases)
    .slice(0, MAX_BUILDS)
  const drawn = builds.listed.filter((build) => frequent.includes(build))
  const left = builds.listed.length - drawn.length + builds.others.values
  return chart({
    id: `channel-${index + 1}`,
    title: channel ?? 'Channel not told',
    description: present([
      `${formatCount(cases, 'case')}, ${formatNumber(affected)} affected.`,
      left > 0
        ? `The ${drawn.length} builds with most cases; ${formatNumber(left)} others.`
        : undefined,
      unknown > 0 ? `${formatCount(unknown, 'case')} without a build.` : undefined,
    ]).join(' '),
    legend: [
      legendItem(square('stuck'), 'Something is wrong'),
      legendItem(square('covered'), 'Nothing wrong found'),
    ],
    table: buildTable(builds.listed, channel ?? 'Channel not told'),
    draw: (width) => {
      const gutter = width > 600 ? 190 : 110
      const height = drawn.length * 22 + 8
      const y = scaleBand<number>()
        .domain(drawn.map((_, row) => row))
        .range([4, height - 4])
        .paddingInner(0.3)
      const x = scaleLinear(
        [0, Math.max(1, ...drawn.map((build) => build.cases))],
        [gutter + 10, width - 70],
      )
      const series = stack<ValueCount, 'wrong' | 'other'>()
        .keys(['wrong', 'other'])
        .value((build, key) => (key === 'wrong' ? build.affected : build.cases - build.affected))([
        ...drawn,
      ])
      const bars = series.map((layer) =>
        layer.map(
          ([from, to], row) =>
            to > from &&
            html`<rect class="${layer.key === 'wrong' ? 'stuck' : 'covered'}" x="${roundCoordinate(x(from))}" y="${roundCoordinate(y(row) ?? 0)}" width="${roundCoordinate(x(to) - x(from))}" height="${roundCoordinate(y.bandwidth())}"/>`,
        ),
      )
      const labels = drawn.map((build, row) => {
        const middle = roundCoordinate((y(row) ?? 0) + y.bandwidth() / 2 + 4)
        return html`<text class="lane named" x="${gutter}" y="${middle}" text-anchor="end">${build.value}</text><text class="count" x="${roundCoordinate(x(build.cases) + 6)}" y="${middle}">${formatNumber(build.affected)} of ${formatNumber(build.cases)}</text>`
      })
      return { height, marks: html`${bars}${labels}` }
    },
  })
}

const square = (kind: string): SafeHtml =>
  html`<rect class="${kind}" x="-7" y="-5" width="14" height="10"/>`

const buildTable = (builds: readonly ValueCount[], label: string): SafeHtml =>
  scrollable(
    `Builds: ${label}`,
    html`<table><thead><tr><th scope="col">Build</th><th scope="col" class="number">Affected</th><th scope="col" class="number">Cases</th></tr></thead><tbody>${builds.map(
      ({
        value,
        cases,
        affected,
      }) => html`<tr><th scope="row"><code>${value}</code></th><td class="number">${formatNumber(affected)}</td><td class="number">${formatNumber(cases)}</td></tr>
`,
    )}</tbody></table>`,
  )
