import { type Content, html, type SafeHtml } from './safe-html.ts'

/** The head of a column that the script of the page makes a button of. */
export const sortableHeader = (title: string, by: 'text' | 'number'): SafeHtml =>
  html`<th scope="col" class="${by === 'number' && 'number'}" data-by="${by}">${title}</th>`

/** What may be wider than the screen scrolls by itself, and can be reached by keyboard to do so. */
export const scrollable = (label: string, content: Content): SafeHtml =>
  html`<div class="scrolled" role="region" aria-label="${label}" tabindex="0">${content}</div>`
