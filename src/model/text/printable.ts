// C0, DEL, C1, soft hyphen, bidirectional and zero-width marks, line and paragraph separators,
// fillers that look like a blank, variation selectors, notes for other programs, tags, lone
// surrogates. These can move the cursor, start an escape sequence, or make text look
// different from what it is.
const UNSAFE = new RegExp(
  String.raw`[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e` +
    String.raw`\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]` +
    String.raw`|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\u{1bca0}-\u{1bca3}` +
    String.raw`\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]`,
  'gu',
)

/** Makes untrusted text safe for a terminal. Unsafe characters become escapes such as `\u{1b}`. */
export function toPrintable(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/** Shortens a text to at most `length` characters, ending in an ellipsis if cut. */
export function truncateText(text: string, length = 120): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}
