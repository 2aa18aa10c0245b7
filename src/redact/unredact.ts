import type { TokenEntry } from './token-generator.ts'
import { tokenPattern } from './token-kind.ts'

/** No token is longer; a piece of text may end inside of one. */
const LONGEST_TOKEN = 40

/** How an original has to be written where its token stood. */
export type EscapeMode = 'json' | 'markup' | 'plain'

const ESCAPES: Readonly<Record<EscapeMode, (text: string) => string>> = {
  json: (text) => JSON.stringify(text).slice(1, -1),
  markup: (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;'),
  plain: (text) => text,
}

/** By how the text begins: what stands for a name in JSON or HTML has to be escaped as they are. */
export function detectEscapeMode(start: string): EscapeMode {
  const first = start.replace(/^\ufeff/, '').trimStart()[0]
  return first === '{' || first === '[' ? 'json' : first === '<' ? 'markup' : 'plain'
}

/** Puts names back, piece by piece. A token that the map does not know stays. */
export class Unredactor {
  private readonly names: ReadonlyMap<string, string>
  private readonly escape: (text: string) => string
  private rest = ''
  restored = 0
  unknown = 0

  constructor(renamed: readonly TokenEntry[], escaping: EscapeMode) {
    this.names = new Map(renamed.map(([token, original]) => [token, original]))
    this.escape = ESCAPES[escaping]
  }

  push(piece: string, final: boolean): string {
    const text = this.rest + piece
    const cut = final ? text.length : cutOf(text)
    this.rest = text.slice(cut)
    return text.slice(0, cut).replace(tokenPattern(), (token) => {
      const original = this.names.get(token)
      if (original === undefined) {
        this.unknown += 1
        return token
      }
      this.restored += 1
      return this.escape(original)
    })
  }
}

/** Behind the last character that no token holds: what comes may belong to the token before it. */
function cutOf(text: string): number {
  let cut = text.length
  while (
    cut > 0 &&
    text.length - cut < 2 * LONGEST_TOKEN &&
    /[A-Za-z0-9-]/.test(text[cut - 1] ?? '')
  )
    cut -= 1
  return cut
}
