import { html, type SafeHtml } from '../safe-html.ts'

/** Returns the URL of the page of a bundle, relative to the fleet page, or undefined. */
export type FindCasePage = (bundle: string) => string | undefined

export type CaseLink = (bundle: string) => SafeHtml

/** Returns a function that shows a bundle by its path, linked to its page. */
export const caseLink =
  (findCasePage: FindCasePage): CaseLink =>
  (bundle) => {
    const url = findCasePage(bundle)
    const name = html`<code>${bundle}</code>`
    return url === undefined ? name : html`<a href="${url}">${name}</a>`
  }
