import { formatBytes, formatNumber } from '../../model/duration.ts'
import { formatTimeSpan } from '../../model/moment.ts'
import type { InputReport } from '../../model/report.ts'
import { damageText, INPUT_STATUS_LABELS } from '../case-text.ts'
import { parseMoment } from './parse-moment.ts'
import { html, type SafeHtml } from './safe-html.ts'
import { sortableHeader, sortableTable } from './table-parts.ts'

const NUMBER_COLUMNS = ['Bytes', 'Records', 'Undecoded', 'Unreadable']

/** Lists the inputs with their format, size, records, covered time and losses. */
export function inputTable(inputs: readonly InputReport[], label: string): SafeHtml {
  const header = [
    sortableHeader('Input', 'text'),
    sortableHeader('Format', 'text'),
    ...NUMBER_COLUMNS.map((title) => sortableHeader(title, 'number')),
  ]
  return sortableTable(label, header, inputs.map(inputRow), 'inputs')
}

function inputRow(input: InputReport): SafeHtml {
  const { path, format, status, bytes, records, undecoded, unreadable } = input
  const formatText = INPUT_STATUS_LABELS[status] || format
  const cells = [
    html`<th scope="row" data-sort="${path}"><code>${path}</code>${details(input)}</th>`,
    html`<td class="${status !== 'read' && 'lost'}">${formatText}</td>`,
    html`<td class="number" data-sort="${bytes}">${formatBytes(bytes)}</td>`,
    countCell(records, false),
    countCell(undecoded, undecoded > 0),
    countCell(unreadable, unreadable > 0),
  ]
  return html`<tr data-entry>${cells}</tr>
`
}

const countCell = (count: number, isLoss: boolean): SafeHtml =>
  html`<td class="number${isLoss && ' lost'}" data-sort="${count}">${formatNumber(count)}</td>`

/** Returns the covered time, the notes and the damaged places. */
function details({ from, to, notes, damage }: InputReport): SafeHtml {
  const [start, end] = [parseMoment(from), parseMoment(to)]
  const span = start !== undefined && end !== undefined && formatTimeSpan(start, end)
  const damageTexts = damage.map((place) => html`<p class="lost">${damageText(place)}</p>`)
  const texts = [span, ...notes].map((text) => text && html`<p>${text}</p>`)
  return html`${texts}${damageTexts}`
}
