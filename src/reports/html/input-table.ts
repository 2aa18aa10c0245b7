import { formatBytes, formatNumber } from '../../model/duration.ts'
import { formatTimeSpan } from '../../model/moment.ts'
import type { InputReport } from '../../model/report.ts'
import { parseMoment } from './parse-moment.ts'
import { html, type SafeHtml } from './safe-html.ts'
import { scrollable, sortableHeader } from './table-parts.ts'

const STATUS_LABELS: Readonly<Record<InputReport['status'], string>> = {
  read: '',
  empty: 'empty',
  'not-recognised': 'not recognised',
  'binary-trace': 'binary trace',
  unreadable: 'unreadable',
}

/** The inputs with what they hold, cover and lost. */
export const inputTable = (inputs: readonly InputReport[], label: string): SafeHtml =>
  scrollable(
    label,
    html`<table class="inputs" data-sortable><caption class="unseen">${label}</caption>
<thead><tr>${[sortableHeader('Input', 'text'), sortableHeader('Format', 'text'), ...['Bytes', 'Records', 'Undecoded', 'Unreadable'].map((title) => sortableHeader(title, 'number'))]}</tr></thead>
<tbody>${inputs.map(inputRow)}</tbody></table>`,
  )

function inputRow(input: InputReport): SafeHtml {
  const { path, format, status, bytes, records, undecoded, unreadable } = input
  const lost = status !== 'read' && 'lost'
  return html`<tr data-entry><th scope="row" data-sort="${path}"><code>${path}</code>${details(input)}</th><td class="${lost}">${STATUS_LABELS[status] || format}</td><td class="number" data-sort="${bytes}">${formatBytes(bytes)}</td>${[
    records,
    undecoded,
    unreadable,
  ].map(
    (count, index) =>
      html`<td class="number${index > 0 && count > 0 && ' lost'}" data-sort="${count}">${formatNumber(count)}</td>`,
  )}</tr>
`
}

function details({ from, to, notes, damage }: InputReport): SafeHtml {
  const [start, end] = [parseMoment(from), parseMoment(to)]
  return html`${start !== undefined && end !== undefined && html`<p>${formatTimeSpan(start, end)}</p>`}${notes.map((note) => html`<p>${note}</p>`)}${damage.map(
    ({ line, offset, reason }) =>
      html`<p class="lost">${line !== undefined && `line ${line}: `}${line === undefined && offset !== undefined && `byte ${offset}: `}${reason}</p>`,
  )}`
}
