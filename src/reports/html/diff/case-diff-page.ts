import { present } from '../../../model/defined.ts'
import { formatCount } from '../../../model/duration.ts'
import type { ReportDiff } from '../../../model/report-diff.ts'
import { DIFF_KIND_LABELS, type DiffRow, diffRows, diffTimeText } from '../../diff/diff-rows.ts'
import { page } from '../page.ts'
import { pageHeader } from '../page-header.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { section } from '../section.ts'
import { sortableHeader, sortableTable } from '../table-parts.ts'

interface Group {
  readonly id: string
  readonly title: string
  readonly kinds: readonly DiffRow['kind'][]
}

/** What needs attention first. */
const GROUPS: readonly Group[] = [
  { id: 'cautions', title: 'Before you rely on this', kinds: ['caution'] },
  { id: 'worse', title: 'Worse', kinds: ['cause-came', 'new'] },
  { id: 'remaining', title: 'Remaining', kinds: ['persists', 'certainty', 'cause-superseded'] },
  { id: 'unknown', title: 'No longer known', kinds: ['cause-unknown', 'unknown', 'not-checked'] },
  { id: 'better', title: 'Better', kinds: ['cause-gone', 'cleared'] },
  { id: 'facts', title: 'Environment', kinds: ['fact'] },
]

/** Formats the comparison of two reports of a case as a single page that works offline. */
export function caseDiffPage({ tool, case: diff }: ReportDiff): string {
  const { before, after, headline } = diff
  const rows = diffRows(diff)
  const groups = GROUPS.map((group) => ({
    ...group,
    rows: rows.filter(({ kind }) => group.kinds.includes(kind)),
  })).filter((group) => group.rows.length > 0)
  const nothing = rows.length === 0 && html`<p>There is no difference.</p>`
  const time = present([diffTimeText(before, after)]).map((text) => html`<p>${text}</p>`)
  const body = html`${pageHeader(tool.name)}
<main id="main">
<h1><bdi>${before.id}</bdi> → <bdi>${after.id}</bdi></h1>
<p class="headline">${headline}</p>
${time}${nothing}
${groups.map(groupSection)}
</main>`
  return page({ title: `${before.id} → ${after.id} – ${tool.name}`, tool, kind: 'report', body })
}

function groupSection({
  id,
  title,
  rows,
}: Group & { readonly rows: readonly DiffRow[] }): SafeHtml {
  return section({
    id,
    level: 2,
    title,
    note: formatCount(rows.length, 'change'),
    body: rowTable(title, rows),
  })
}

function rowTable(label: string, rows: readonly DiffRow[]): SafeHtml {
  const hasSubjects = rows.some(({ subject }) => subject !== '')
  if (!hasSubjects)
    return html`<ul>${rows.map(({ text }) => html`<li data-entry>${text}</li>`)}</ul>`
  const header = [
    sortableHeader('Change', 'text'),
    sortableHeader('Rule or fact', 'text'),
    sortableHeader('Details', 'text'),
  ]
  const body = rows.map(
    ({ kind, subject, text }) => html`<tr data-entry><td>${DIFF_KIND_LABELS[kind]}</td>
<th scope="row">${kind === 'fact' ? subject : html`<code>${subject}</code>`}</th><td>${text}</td></tr>
`,
  )
  return sortableTable(label, header, body)
}
