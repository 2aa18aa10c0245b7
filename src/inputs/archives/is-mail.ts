/** Headers that only mails have, as the names of properties of other texts do not look. */
const MAIL_HEADER =
  /^(?:received|return-path|delivered-to|message-id|mime-version|dkim-signature|arc-[\w-]+|authentication-results|x-ms-[\w-]+|x-mailer|thread-index|thread-topic|content-type):[ \t]/i
/** A header, or a line that continues one. */
const HEADER_LINE = /^(?:[a-z][\w-]*:|[ \t])/i

/** Whether a text begins as the header of a mail does (RFC 5322). Its last line may be cut. */
export function isMail(start: Uint8Array): boolean {
  const text = Buffer.from(start)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
  const [header = ''] = text.split(/\r?\n\r?\n/, 1)
  const lines = header.split(/\r?\n/)
  if (header.length === text.length) lines.pop()
  return (
    lines.length >= 2 &&
    /^[a-z]/i.test(header) &&
    lines.every((line) => HEADER_LINE.test(line)) &&
    lines.some((line) => MAIL_HEADER.test(line))
  )
}
