import { html, type SafeHtml } from '../safe-html.ts'

/** The bar at the top of a comparison, with the filter that its script shows. */
export const diffHeader = (toolName: string): SafeHtml => html`<header class="top">
<p class="brand">${toolName}</p>
<div class="filter" data-filter hidden>
<label for="filter">Filter</label>
<input id="filter" type="search" autocomplete="off" spellcheck="false"
 aria-describedby="filter-count">
<span id="filter-count" role="status"></span>
</div></header>`
