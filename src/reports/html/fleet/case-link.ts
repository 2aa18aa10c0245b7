import { html, type SafeHtml } from '../safe-html.ts'

/** The address of a bundle's own page, relative to the fleet page; undefined where it has none. */
export type FindCasePage = (bundle: string) => string | undefined

export type CaseLink = (bundle: string) => SafeHtml

/** A bundle by its path, as a link where it has a page. */
export const caseLink =
  (pageOf: FindCasePage): CaseLink =>
  (bundle) => {
    const page = pageOf(bundle)
    const name = html`<code>${bundle}</code>`
    return page === undefined ? name : html`<a href="${page}">${name}</a>`
  }
