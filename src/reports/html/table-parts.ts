import { type Content, html, type SafeHtml } from './safe-html.ts'

/** Returns a column header that the script of the page turns into a sort button. */
export const sortableHeader = (title: string, by: 'text' | 'number'): SafeHtml =>
  html`<th scope="col" class="${by === 'number' && 'number'}" data-by="${by}">${title}</th>`

/** Returns a table that the script of the page can sort, in a region that scrolls. */
export const sortableTable = (
  label: string,
  header: Content,
  rows: Content,
  className?: string,
): SafeHtml =>
  scrollable(
    label,
    html`<table${className !== undefined && html` class="${className}"`} data-sortable><caption class="unseen">${label}</caption>
<thead><tr>${header}</tr></thead>
<tbody>${rows}</tbody></table>`,
  )

/** Puts content that may be wider than the screen into a region that scrolls on its own. */
export const scrollable = (label: string, content: Content): SafeHtml =>
  html`<div class="scrolled" role="region" aria-label="${label}" tabindex="0">${content}</div>`
