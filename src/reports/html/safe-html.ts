import { toPrintable } from '../../model/text/printable.ts'

/**
 * Markup that is safe to put into a page. Only this file can create it: `html` escapes everything
 * that is inserted, and `trustedHtml` is for the style and the script of the page.
 */
export class SafeHtml {
  readonly #markup: string

  private constructor(markup: string) {
    this.#markup = markup
  }

  static fromMarkup(markup: string, key: typeof CONSTRUCTOR_KEY): SafeHtml {
    if (key !== CONSTRUCTOR_KEY) throw new TypeError('Markup can only be created with html`…`')
    return new SafeHtml(markup)
  }

  toString(): string {
    return this.#markup
  }
}

const CONSTRUCTOR_KEY = Symbol('only this file creates markup')

/** Content of markup: text is escaped, `undefined` and `false` become nothing. */
export type Content = SafeHtml | string | number | undefined | false | readonly Content[]

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}
/** Templates without an unquoted attribute. */
const checkedTemplates = new WeakSet<TemplateStringsArray>()

/**
 * Creates markup from a template. Inserted text is escaped and made printable, so it contains
 * nothing invisible, no NUL and no lone surrogate. Throws a TypeError if an attribute with inserted
 * content is not in double quotes.
 */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): SafeHtml {
  if (!checkedTemplates.has(parts)) {
    if (parts.slice(0, -1).some((part) => /=\s*'?$/.test(part)))
      throw new TypeError('An attribute with inserted content is not in double quotes. Quote it.')
    checkedTemplates.add(parts)
  }
  let markup = parts[0] ?? ''
  for (const [index, content] of contents.entries())
    markup += toMarkup(content) + (parts[index + 1] ?? '')
  return SafeHtml.fromMarkup(markup, CONSTRUCTOR_KEY)
}

function toMarkup(content: Content): string {
  if (content === undefined || content === false) return ''
  if (typeof content === 'string') return escapeText(content)
  if (typeof content === 'number') return String(content)
  if (content instanceof SafeHtml) return content.toString()
  return content.map(toMarkup).join('')
}

const escapeText = (text: string): string =>
  toPrintable(text).replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '')

/** Marks the style, the script or the policy of the page as markup. Never pass other text. */
export const trustedHtml = (ownText: string): SafeHtml =>
  SafeHtml.fromMarkup(ownText, CONSTRUCTOR_KEY)

/**
 * Puts a value into the page as JSON for its script. Characters that could end the element are
 * escaped.
 */
export function dataBlock(id: string, value: object): SafeHtml {
  const text = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const json = SafeHtml.fromMarkup(text, CONSTRUCTOR_KEY)
  return html`<script type="application/json" id="${id}">${json}</script>`
}
