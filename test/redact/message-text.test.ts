import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { NameRegistry } from '../../src/redact/name-registry.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'
import { redactLog } from './redact-log.ts'

const redacted = (text: string | Buffer) =>
  redactLog(Buffer.from(text), new NameRegistry(new TokenGenerator())).toString('latin1')
const SECRET_TEXT = 'the plan for zanzibar'
const HEAD = [
  'MESSAGE sip:lee@contoso.example SIP/2.0',
  'From: <sip:kim@contoso.example>',
  'CSeq: 3 MESSAGE',
  'Content-Type: text/plain',
]
const message = (body: string, end = '\r\n') =>
  [...HEAD, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join(end)
const CLIENT = '06/14/2016|10:11:12.123 1A2C:9F4 INFO  :: '

describe('the text of messages', () => {
  it.each([
    [
      'a client log',
      `${CLIENT}Data Received -192.0.2.1:443 (To Local Address: 192.0.2.2:1) 300 bytes:\r\n${CLIENT}${message(SECRET_TEXT)}\r\n${CLIENT}End of Data Received -192.0.2.1:443 (To Local Address: 192.0.2.2:1) 300 bytes\r\n${CLIENT}behind\r\n`,
    ],
    [
      'a client log that quotes another in a message',
      `${CLIENT}Data Received -192.0.2.1:443 (To Local Address: 192.0.2.2:1) 400 bytes:\r\n${CLIENT}${message(`${CLIENT}look\r\n${CLIENT}End of Data Received - x 1 bytes\r\n${SECRET_TEXT}`)}\r\n${CLIENT}End of Data Received -192.0.2.1:443 (To Local Address: 192.0.2.2:1) 400 bytes\r\n${CLIENT}behind\r\n`,
    ],
    [
      'a message of no stated length',
      `${CLIENT}${message(SECRET_TEXT).replace(/Content-Length.*\r\n/, '')}\r\n${CLIENT}behind\r\n`,
    ],
    [
      'tracefmt text',
      `[0]1A2C.09F4::06/14/2016-10:11:12.123 [Lync] ${message(`a\nb ${SECRET_TEXT}`, '\n')}\n[0]1A2C.09F4::06/14/2016-10:11:12.223 [Lync] behind\n`,
    ],
    [
      'a row of CSV over several lines',
      ` Lync, Info, 0, 0, 0, 4, "${message(SECRET_TEXT)}", 5\r\n Lync, Info, 0, 0, 0, 4, "behind"\r\n`,
    ],
    [
      'a row of CSV with escaped line ends',
      ` Lync, Info, 0, 0, 0, 4, "${message(`${SECRET_TEXT}, "quoted" and more`).replaceAll('\r\n', '\\r\\n')}", 5\r\n Lync, Info, 0, 0, 0, 4, "behind"\r\n`,
    ],
    [
      'XML',
      `<Event><EventData><Data>${message(`a\r\n${SECRET_TEXT}`)}</Data></EventData></Event>\r\n<Event><Data>behind</Data></Event>\r\n`,
    ],
    [
      'XML on one line, with entities',
      `<Event><Data>${message(SECRET_TEXT).replaceAll('\r\n', '&#13;&#10;')}</Data></Event>\r\n<Event><Data>behind</Data></Event>\r\n`,
    ],
    [
      'EWS over several lines',
      `<t:Message><t:Subject>${SECRET_TEXT}</t:Subject><t:Body BodyType="HTML">\r\n&lt;b&gt;\r\n${SECRET_TEXT}\r\n</t:Body></t:Message>\r\nbehind\r\n`,
    ],
    [
      'a header',
      `${CLIENT}INVITE sip:lee@contoso.example SIP/2.0\r\nms-text-format: text/plain; ms-body=${Buffer.from(SECRET_TEXT).toString('base64')}\r\nSubject: ${SECRET_TEXT}\r\nContent-Length: 0\r\n\r\n${CLIENT}behind\r\n`,
    ],
  ])('is removed from %s, and later text stays', (_, text) => {
    const out = redacted(text)
    expect(out).not.toContain('zanzibar')
    expect(out).not.toContain(Buffer.from(SECRET_TEXT).toString('base64'))
    expect(out).toContain('behind')
    expect(out).toContain('[removed]')
  })

  it('is removed from a server log, including pasted records', () => {
    const out = redacted(readFileSync('samples/formats/cls-text/skype-2015-cls.txt'))
    expect(out).not.toMatch(/look at this line|what does it mean|CFake/)
    expect(out).toContain('SIPPROXY_E_ROUTING_UNKNOWN_USER')
  })

  it('does not include structured bodies, whose Content-Length is updated', () => {
    const body = '<categories uri="sip:a.long.name@contoso.example"><x/></categories>'
    const text = `${CLIENT}BENOTIFY sip:kim@contoso.example SIP/2.0\r\nContent-Type: application/xml\r\nContent-Length: ${body.length}\r\n\r\n${body}\r\n${CLIENT}behind\r\n`
    const after = '<categories uri="sip:user-1@domain-1"><x/></categories>'
    expect(redacted(text)).toContain(
      `Content-Length: ${after.length}\r\n\r\n${after}\r\n`.replace('user-1', 'user-2'),
    )
  })
})

describe('a header with credentials', () => {
  it.each([
    ['before a private string', 'Cookie: a=zanzibar; b=zanzibar, {"Subject":"zanzibar"}'],
    ['around one', 'Cookie: a=zanzibar "Subject": "zanzibar" b=zanzibar'],
    ['around two', 'Set-Cookie: "body":"x" zanzibar "note":"y" zanzibar'],
  ])('is removed to its end: %s', (_, text) => {
    const out = redacted(`${text}\n`)
    expect(out).not.toContain('zanzibar')
    expect(redacted(out)).toBe(out)
  })
})

describe('credentials behind escaped line breaks', () => {
  it.each([
    ['a cookie', '\\r\\nCookie: a=zanzibar\\r\\nbehind'],
    ['a folded header', '\\r\\nAuthorization: Digest x,\\r\\n\\tzanzibar\\r\\nbehind'],
    ['a parameter', 'x,\\r\\n\\tgssapi-data=\\"zanzibar\\" behind'],
    ['a subject', 'x\\nSubject: zanzibar\\nbehind'],
  ])('are removed: %s', (_, text) => {
    const out = redacted(`{"a":"${text}"}\n`)
    expect(out).not.toContain('zanzibar')
    expect(out).toContain('behind')
  })
})
