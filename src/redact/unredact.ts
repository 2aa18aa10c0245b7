import { toPrintable } from '../model/text/printable.ts'
import type { TokenEntry } from './token-generator.ts'
import { tokenPattern } from './token-kind.ts'

/** Maximum length of a token. A chunk of text may end inside a token. */
const MAX_TOKEN_LENGTH = 40

/** Escaping needed for names put back into a text. Control characters become visible. */
export type EscapeMode = 'json' | 'markup' | 'plain'

/** No name has them, and a terminal acts on them. A map may come from a stranger. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
const withoutControls = (text: string): string => text.replace(CONTROLS, toPrintable)

const ESCAPES: Readonly<Record<EscapeMode, (text: string) => string>> = {
  // JSON.stringify escapes only those below a blank.
  json: (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replace(CONTROLS, (control) => `\\u00${control.charCodeAt(0).toString(16)}`),
  markup: (text) =>
    withoutControls(text)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;'),
  plain: withoutControls,
}

/** Detects the escaping from the start of a text: JSON, markup or plain text. */
export function detectEscapeMode(start: string): EscapeMode {
  const first = start.replace(/^\ufeff/, '').trimStart()[0]
  return first === '{' || first === '[' ? 'json' : first === '<' ? 'markup' : 'plain'
}

/** Replaces tokens by the original names, chunk by chunk. Unknown tokens are kept. */
export class Unredactor {
  private readonly names: ReadonlyMap<string, string>
  private readonly escape: (text: string) => string
  private rest = ''
  restored = 0
  unknown = 0

  constructor(entries: readonly TokenEntry[], escaping: EscapeMode) {
    this.names = new Map(entries.map(([token, original]) => [token, original]))
    this.escape = ESCAPES[escaping]
  }

  push(chunk: string, final: boolean): string {
    const text = this.rest + chunk
    const cut = final ? text.length : findCut(text)
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

/**
 * Offset after the last character that cannot be part of a token. The rest may continue in the next
 * chunk.
 */
function findCut(text: string): number {
  let cut = text.length
  while (
    cut > 0 &&
    text.length - cut < 2 * MAX_TOKEN_LENGTH &&
    /[A-Za-z0-9-]/.test(text[cut - 1] ?? '')
  )
    cut -= 1
  return cut
}
