/** Headers that only mails have, as the names of properties of other texts do not look. */
const MAIL_HEADER =
  /^(?:received|return-path|delivered-to|message-id|mime-version|dkim-signature|arc-[\w-]+|authentication-results|x-ms-[\w-]+|x-mailer|thread-index|thread-topic|content-type):[ \t]/i
/** A header, or a line that continues one. */
const HEADER_LINE = /^(?:[a-z][\w-]*:|[ \t])/i

const FIRST_CHARACTERS = 64
/** The beginning of a header line, with or without a byte order mark. The colon may be cut off. */
const MAY_BE_HEADER = /^(?:\xef\xbb\xbf)?[a-z][\w-]*(?::|$)/i

/** Whether a text begins as the header of a mail does (RFC 5322). Its last line may be cut. */
export function isMail(start: Uint8Array): boolean {
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.length)
  // The first characters of most other files show that they are no header.
  if (!MAY_BE_HEADER.test(bytes.toString('latin1', 0, FIRST_CHARACTERS))) return false
  const text = bytes.toString('latin1')
  let count = 0
  let hasMailHeader = false
  let from = text.startsWith('\xef\xbb\xbf') ? 3 : 0
  for (let end = text.indexOf('\n', from); end >= 0; end = text.indexOf('\n', from)) {
    const line = text.slice(from, end).replace(/\r$/, '')
    if (line === '') break
    // The first line continues none.
    if (!HEADER_LINE.test(line) || (count === 0 && /^[ \t]/.test(line))) return false
    hasMailHeader ||= MAIL_HEADER.test(line)
    count += 1
    from = end + 1
  }
  return count >= 2 && hasMailHeader
}
