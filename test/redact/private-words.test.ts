import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PRIVATE_WORDS } from '../../src/redact/find-private.ts'
import { propertyRuns } from '../properties/property-runs.ts'

const names = [
  ...['Proxy-Authorization', 'WWW-Authenticate', 'Authentication-Info', 'Set-Cookie', 'cookie2'],
  ...['x-ms-auth-id', 'X-Token', 'x-a-ticket-b', 'ms-webticket', 'gssapi-data', 'rspauth', 'srand'],
  ...['crand', 'cnonce', 'snonce', 'nonce', 'opaque', 'ms-body', 'access_token', 'id_token'],
  ...['client_secret', 'client_assertion', 'SAMLResponse', 'passwd', 'Password', 'ice-pwd'],
  ...['passphrase', 'Bearer', 'Basic', 'NTLM', 'Negotiate', 'Kerberos', 'Subject'],
  ...['Ms-Conversation-Preview', '<BinarySecurityToken', '<m:CipherValue', '<SignatureValue'],
  ...['<X509Certificate', '<Cookie', '<MimeContent', '<Body BodyType', '<UniqueBody', '<TextBody'],
  ...['<t:Subject', '<Preview', '<note', '<ConversationTopic', '<Location', '<EncryptedAssertion'],
  ...['ſubject', 'toKen', 'tİcket', 'a', ''],
]
const changeCase = [
  (text: string) => text,
  (text: string) => text.toLowerCase(),
  (text: string) => text.toUpperCase(),
]

const texts = fc
  .array(
    fc.tuple(
      fc.constantFrom('', ' ', '\n', '\\n', '-', 'x'),
      fc.constantFrom(...names),
      fc.constantFrom(...changeCase),
      fc.constantFrom(': ', '=', '="', '>', ' ', ''),
      fc.constantFrom('Qm9keQ==Qm9keQ==', 'MDEyMzQ1Njc4OWFi', 'a"', ''),
    ),
    { maxLength: 4 },
  )
  .map((parts) =>
    parts
      .map(([before, name, change, sign, value]) => `${before}${change(name)}${sign}${value}`)
      .join(''),
  )

describe('the words of private texts', () => {
  it.each(PRIVATE_WORDS.map(([{ source }, words], index) => [words.join(' '), source, index]))(
    '%s are in each match',
    (_, __, index) => {
      const [expression, words] = PRIVATE_WORDS[Number(index)] ?? [/$^/, []]
      let matches = 0
      fc.assert(
        fc.property(texts, (text) => {
          expression.lastIndex = 0
          if (!expression.test(text)) return
          matches += 1
          expect(words.some((word) => text.toLowerCase().includes(word))).toBe(true)
        }),
        propertyRuns(2000),
      )
      expect(matches).toBeGreaterThan(0)
    },
  )
})
