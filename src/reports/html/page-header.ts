import { type Content, html, type SafeHtml } from './safe-html.ts'

/** The bar at the top of a page, with the filter that its script shows. */
export const pageHeader = (toolName: string, link?: Content): SafeHtml =>
  html`<header class="top"><p class="brand">${toolName}</p>${link}${filterBox}</header>`

const filterBox = html`<div class="filter" data-filter hidden>
<label for="filter">Filter</label>
<input id="filter" type="search" autocomplete="off" spellcheck="false"
 aria-describedby="filter-count">
<span id="filter-count" role="status"></span>
</div>`
