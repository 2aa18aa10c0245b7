import { formatCount, formatNumber } from '../../../model/duration.ts'
import {
  DIMENSIONS,
  type Dimension,
  type FleetSummary,
} from '../../../model/fleet/fleet-summary.ts'
import { DIMENSION_LABELS, dimensionValueText } from '../../fleet/fleet-text.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { cell, collapsibleTable, columnHeader } from './collapsible-table.ts'
import { shareCell } from './share-cell.ts'

/** Lists users, builds, channels, servers and mailboxes with their affected cases and all cases. */
export const valueTables = (affected: FleetSummary['affected']): SafeHtml =>
  html`${DIMENSIONS.filter((dimension) => affected[dimension].distinct > 0).map((dimension) =>
    valueTable(dimension, affected),
  )}`

function valueTable(dimension: Dimension, counts: FleetSummary['affected']): SafeHtml {
  const count = counts[dimension]
  const { pluralTitle, noun } = DIMENSION_LABELS[dimension]
  const unknown = count.unknown > 0 && `, unknown in ${formatCount(count.unknown, 'case')}`
  const distinct = `${formatNumber(count.distinct)} different`
  const affected = `${formatNumber(count.affected)} affected`
  const header = [
    columnHeader(pluralTitle),
    columnHeader('Affected', 'number'),
    columnHeader('Cases', 'number'),
    columnHeader('Share'),
  ]
  const table = collapsibleTable(count, {
    label: pluralTitle,
    noun,
    header,
    renderRow: ({ value, cases, affected }) =>
      html`<tr><th scope="row"><bdi>${dimensionValueText(dimension, value)}</bdi></th>
${cell('Affected', formatNumber(affected), 'number')}
${cell('Cases', formatNumber(cases), 'number')}
${shareCell(affected / cases)}</tr>
`,
    visibleRows: 8,
  })
  return html`<h3>${pluralTitle} <span class="note">${distinct}, ${affected}${unknown}</span></h3>
${table}`
}
