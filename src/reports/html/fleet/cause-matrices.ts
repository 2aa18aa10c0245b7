import { present } from '../../../model/defined.ts'
import { formatCount, formatNumber, formatPercent } from '../../../model/duration.ts'
import type { CauseMatrix } from '../../../model/fleet/fleet-case.ts'
import { type Content, html, type SafeHtml } from '../safe-html.ts'
import { scrollable } from '../table-parts.ts'
import { cell, columnHeader } from './collapsible-table.ts'

export interface CauseMatrices {
  readonly builds: CauseMatrix
  readonly servers: CauseMatrix
}

/** Number of tints. */
const LEVELS = 5

/** A matrix with one value compares nothing. */
export const hasComparison = ({ values, causes }: CauseMatrix): boolean =>
  values.length > 1 && causes.length > 0

/** Draws the causes by client build and by server. The tint of a cell is its share of the column. */
export const causeMatrices = ({ builds, servers }: CauseMatrices): SafeHtml =>
  html`${hasComparison(builds) && matrix('Causes by client build', 'build', builds)}${
    hasComparison(servers) && matrix('Causes by server', 'server', servers)
  }`

function matrix(title: string, noun: string, data: CauseMatrix): SafeHtml {
  const { values, causes, omittedValues, omittedCauses } = data
  const header = values.map(
    ({ value, cases }) => html`<th scope="col" class="number"><bdi>${breakable(value)}</bdi>
<span class="note">${formatCount(cases, 'case')}</span></th>`,
  )
  const rows = causes.map(
    ({ rule, cases }) => html`<tr><th scope="row"><code>${rule}</code></th>
${cases.map((count, column) => heatCell(count, values[column]))}</tr>
`,
  )
  const omitted = present([
    omittedValues > 0 ? formatCount(omittedValues, `more ${noun}`) : undefined,
    omittedCauses > 0 ? formatCount(omittedCauses, 'more cause') : undefined,
  ])
  const table = html`<table class="heat cards"><caption class="unseen">${title}</caption>
<thead><tr>${columnHeader('Cause')}${header}</tr></thead><tbody>${rows}</tbody></table>`
  return html`<h3>${title}</h3>${scrollable(title, table)}${
    omitted.length > 0 && html`<p class="note">${omitted.join(' and ')} not shown.</p>`
  }`
}

/** Allows a line break after each dot of a build. Names of servers have spaces to break at. */
const breakable = (text: string): Content =>
  text.includes(' ')
    ? text
    : text.split(/(?<=\.)/).map((part, index) => [index > 0 && html`<wbr>`, part])

function heatCell(count: number, of: CauseMatrix['values'][number] | undefined): SafeHtml {
  if (count === 0 || of === undefined || of.cases === 0) return html`<td class="number"></td>`
  const share = count / of.cases
  const level = Math.min(LEVELS, Math.max(1, Math.ceil(share * LEVELS)))
  const content = html`${formatNumber(count)} <span class="note">${formatPercent(share)}</span>`
  return cell(of.value, content, `number heat-${level}`)
}
