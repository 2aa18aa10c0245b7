import { type Content, html, type SafeHtml } from './safe-html.ts'

/** Returns a column header that the script of the page turns into a sort button. */
export const sortableHeader = (title: string, by: 'text' | 'number'): SafeHtml =>
  html`<th scope="col" class="${by === 'number' && 'number'}" data-by="${by}">${title}</th>`

/** Puts content that may be wider than the screen into a region that scrolls on its own. */
export const scrollable = (label: string, content: Content): SafeHtml =>
  html`<div class="scrolled" role="region" aria-label="${label}" tabindex="0">${content}</div>`
