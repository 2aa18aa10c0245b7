import { toPrintable } from '../../model/printable.ts'

/**
 * Markup that may stand in a page. Nothing makes one but `html`, which escapes, and `trusted`,
 * which is for our own style and script.
 */
export class SafeHtml {
  readonly #markup: string

  private constructor(markup: string) {
    this.#markup = markup
  }

  static of(markup: string, key: typeof CONSTRUCTOR_KEY): SafeHtml {
    if (key !== CONSTRUCTOR_KEY) throw new TypeError('Markup is made by html`…`')
    return new SafeHtml(markup)
  }

  toString(): string {
    return this.#markup
  }
}

const CONSTRUCTOR_KEY = Symbol('only this file makes markup')

/** What may be put into markup: text, which is escaped; markup; nothing. */
export type Content = SafeHtml | string | number | undefined | false | readonly Content[]

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}
const checked = new WeakSet<TemplateStringsArray>()

/**
 * Markup with what is put in escaped: all text passes here, and only here. It is made printable
 * too, so that nothing invisible, no NUL and no lone surrogate is left. Attributes have to be in
 * double quotes.
 */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): SafeHtml {
  if (!checked.has(parts)) {
    if (parts.slice(0, -1).some((part) => /=\s*'?$/.test(part)))
      throw new TypeError('An attribute without double quotes cannot be filled')
    checked.add(parts)
  }
  let markup = parts[0] ?? ''
  for (const [index, content] of contents.entries())
    markup += written(content) + (parts[index + 1] ?? '')
  return SafeHtml.of(markup, CONSTRUCTOR_KEY)
}

function written(content: Content): string {
  if (content === undefined || content === false) return ''
  if (typeof content === 'string') return escaped(content)
  if (typeof content === 'number') return String(content)
  if (content instanceof SafeHtml) return content.toString()
  return content.map(written).join('')
}

const escaped = (text: string): string =>
  toPrintable(text).replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '')

/** Our own style and script, and nothing else. */
export const trustedHtml = (own: string): SafeHtml => SafeHtml.of(own, CONSTRUCTOR_KEY)

/**
 * A value for the script of the page, in an element that is no script: nothing in it can end the
 * element or stand for markup.
 */
export function dataBlock(id: string, value: object): SafeHtml {
  const text = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return html`<script type="application/json" id="${id}">${SafeHtml.of(text, CONSTRUCTOR_KEY)}</script>`
}
