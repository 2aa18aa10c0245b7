import { countShownCharacters } from '../documents/html-text.ts'
import { type ArchiveEntry, inspectFirstBytes } from './archive-entry.ts'
import { findUnknownCharset } from './mail-charsets.ts'

/** Shows that the text part of a mail says less than its HTML part. */
const MIN_TEXT_SHARE = 0.5

/**
 * Yields the text of a mail and its attachments, mails in it included. `hold` keeps bytes in
 * memory; it returns undefined where there is no room.
 */
export async function* readMailEntries(
  mail: Uint8Array,
  hold: (bytes: Uint8Array) => Uint8Array | undefined,
): AsyncGenerator<ArchiveEntry> {
  const { default: PostalMime } = await import('postal-mime')
  const {
    text = '',
    html = '',
    attachments,
  } = await PostalMime.parse(mail, {
    // A mail in a mail is an entry of its own, within the limits for nesting.
    maxRfc822NestingDepth: 0,
    attachmentEncoding: 'arraybuffer',
  })
  const shownLength = countShownCharacters(html)
  const hasText = text.replace(/\s+/g, '').length >= MIN_TEXT_SHARE * shownLength
  const body = hasText && text.trim() !== '' ? text : html
  if (body.trim() !== '') {
    const entry = toEntry(body === text ? 'body.txt' : 'body.html', Buffer.from(body), hold)
    const charset = /[^\0-\x7f]/.test(body) ? findUnknownCharset(mail) : undefined
    yield charset === undefined ? entry : { ...entry, damage: unknownCharset(charset) }
  }
  for (const [index, { filename, mimeType, content }] of attachments.entries()) {
    const name = filename ?? `attachment-${index + 1}${extensionOf(mimeType)}`
    const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)
    yield toEntry(name, bytes, hold)
  }
}

const unknownCharset = (charset: string): string =>
  `the character set ${charset} is not known, so words may be wrong: save the text as UTF-8`

const extensionOf = (mimeType: string): string => {
  if (mimeType === 'message/rfc822') return '.eml'
  return mimeType.startsWith('text/') ? '.txt' : ''
}

function toEntry(
  name: string,
  bytes: Uint8Array,
  hold: (bytes: Uint8Array) => Uint8Array | undefined,
): ArchiveEntry {
  const held = hold(bytes)
  const entry = { name, kind: 'file', bytes: bytes.length } as const
  if (!held) return { ...entry, problem: 'too large: save it as a file of its own' }
  const packed = { kind: 'held', held, from: 0, bytes: bytes.length } as const
  return { ...entry, packed, ...inspectFirstBytes(bytes) }
}
