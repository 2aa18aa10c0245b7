import { formatCount, formatNumber, formatPercent } from '../../../model/duration.ts'
import { DIMENSIONS, type Dimension, type FleetSummary } from '../../../model/fleet-summary.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { collapsibleTable } from './collapsible-table.ts'
import { mailboxText } from './mailbox-text.ts'
import { shareBar } from './share-bar.ts'

const TITLES: Readonly<Record<Dimension, readonly [string, string]>> = {
  users: ['Users', 'user'],
  builds: ['Client builds', 'build'],
  channels: ['Update channels', 'channel'],
  servers: ['Servers', 'server'],
  mailboxes: ['Mailboxes', 'place'],
}

/** Users, builds, channels, servers and mailboxes: in how many affected cases, of how many. */
export const valueTables = (affected: FleetSummary['affected']): SafeHtml =>
  html`${DIMENSIONS.filter((dimension) => affected[dimension].distinct > 0).map((dimension) => valueTable(dimension, affected))}`

function valueTable(dimension: Dimension, counts: FleetSummary['affected']): SafeHtml {
  const count = counts[dimension]
  const [title, noun] = TITLES[dimension]
  const wordsOf = (value: string) => (dimension === 'mailboxes' ? mailboxText(value) : value)
  return html`<h3>${title} <span class="note">${formatNumber(count.distinct)} different, ${formatNumber(count.affected)} affected${count.unknown > 0 && `, ${formatCount(count.unknown, 'case')} not told`}</span></h3>
${collapsibleTable(count, {
  label: title,
  noun,
  header: html`<th scope="col">${title}</th><th scope="col" class="number">Affected</th><th scope="col" class="number">Cases</th><th scope="col">Share</th>`,
  renderRow: ({ value, cases, affected }) =>
    html`<tr><th scope="row"><bdi>${wordsOf(value)}</bdi></th><td class="number">${formatNumber(affected)}</td><td class="number">${formatNumber(cases)}</td><td class="share">${shareBar(affected / cases)} ${formatPercent(affected / cases)}</td></tr>
`,
  visibleRows: 8,
})}`
}
