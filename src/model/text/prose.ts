/**
 * The first sentence of a text, with its full stop. It ends at a full stop followed by a blank, so
 * not inside `kim@contoso.example`.
 */
export const firstSentence = (text: string): string => text.split(/(?<=\.)\s/)[0] ?? text

/** `the Configuration Information window` of `the … window (where the mailbox is)`. */
export const withoutExplanation = (text: string): string => text.split(' (', 1)[0] ?? text
