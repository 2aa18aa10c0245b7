import { numberText, percentText, plural } from '../../../model/duration.ts'
import { DIMENSIONS, type Dimension, type FleetSummary } from '../../../model/fleet-summary.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { firstRows } from './first-rows.ts'
import { mailboxWords } from './mailbox-words.ts'
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
  const wordsOf = (value: string) => (dimension === 'mailboxes' ? mailboxWords(value) : value)
  return html`<h3>${title} <span class="note">${numberText(count.distinct)} different, ${numberText(count.affected)} affected${count.unknown > 0 && `, ${plural(count.unknown, 'case')} not told`}</span></h3>
${firstRows(count, {
  label: title,
  noun,
  head: html`<th scope="col">${title}</th><th scope="col" class="number">Affected</th><th scope="col" class="number">Cases</th><th scope="col">Share</th>`,
  row: ({ value, cases, affected }) =>
    html`<tr><th scope="row"><bdi>${wordsOf(value)}</bdi></th><td class="number">${numberText(affected)}</td><td class="number">${numberText(cases)}</td><td class="share">${shareBar(affected / cases)} ${percentText(affected / cases)}</td></tr>
`,
  first: 8,
})}`
}
