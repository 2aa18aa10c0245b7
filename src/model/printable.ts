// C0, DEL, C1, soft hyphen, bidirectional and zero-width marks, line and paragraph separators,
// tags, lone surrogates: anything that moves the cursor, starts an escape sequence or makes text
// read differently from what it is.
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\u{e0001}|[\u{e0020}-\u{e007f}]/gu

/**
 * Untrusted text as it may be shown in a terminal: unsafe characters as `\u{1b}`-style escapes,
 * everything else as it is.
 */
export function toPrintable(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/**
 * A short piece of untrusted text for a message: at most `length` characters, cut with an ellipsis.
 */
export function truncateText(text: string, length = 120): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}
