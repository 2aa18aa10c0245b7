import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { HIDDEN_LINE, PrivateLines } from '../../src/redact/log/private-lines.ts'
import { planted } from './planted.ts'

const SECRET = 'the plan for zanzibar'
const BASE64 = Buffer.from(SECRET).toString('base64')
const CLIENT = '06/14/2016|10:11:12.123 1A2C:9F4 INFO  :: '

/** The lines of a text as they may be shown. */
function show(text: string, format = 'client-log', isFromStart = true): string[] {
  const lines = new PrivateLines({ format, isFromStart })
  const bytes = Buffer.from(text).toString('latin1')
  return bytes.split('\n').map((line) => {
    const raw = line.replace(/\r$/, '')
    return lines.show(line, Buffer.from(raw, 'latin1').toString())
  })
}

const request = (
  method: string,
  body: string,
  { type = 'text/plain', headers = [] as string[], end = '\r\n' } = {},
) =>
  [
    `${method} sip:lee@contoso.example SIP/2.0`,
    'From: <sip:kim@contoso.example>',
    ...headers,
    `CSeq: 3 ${method}`,
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join(end)
const message = (body: string, end = '\r\n') => request('MESSAGE', body, { end })
const packet = (text: string, name = 'Data Received') =>
  `${CLIENT}${name} -192.0.2.1:443 (To Local Address: 192.0.2.2:1) 300 bytes:\r\n${CLIENT}${text}\r\n` +
  `${CLIENT}End of ${name} -192.0.2.1:443 (To Local Address: 192.0.2.2:1) 300 bytes\r\n${CLIENT}behind\r\n`
const clixml = (text: string) => text.replaceAll('\r\n', '_x000D__x000A_')

describe('PrivateLines', () => {
  it.each<[string, string, string]>([
    ['a MESSAGE in a client log', 'client-log', packet(message(`hi\r\n\r\n${SECRET}`))],
    [
      'a MESSAGE that quotes another log',
      'client-log',
      packet(message(`${CLIENT}look\r\n${CLIENT}End of Data Received - x 1 bytes\r\n${SECRET}`)),
    ],
    [
      'a MESSAGE whose text ends an XML element',
      'client-log',
      packet(message(`<S>x</S>\r\n</Data>\r\n${SECRET}`)),
    ],
    [
      'a MESSAGE of no stated length',
      'client-log',
      `${CLIENT}${message(SECRET).replace(/Content-Length.*\r\n/, '')}\r\n${CLIENT}behind\r\n`,
    ],
    [
      'an INVITE with the first message',
      'client-log',
      packet(
        request('INVITE', `--b\r\nContent-Type: text/plain\r\n\r\n${SECRET}\r\n--b--`, {
          type: 'multipart/alternative;boundary=b',
        }),
      ),
    ],
    [
      'an INVITE whose body is a document',
      'client-log',
      packet(request('INVITE', `<x>${SECRET}</x>`, { type: 'application/xml' })),
    ],
    [
      'the headers of an INVITE',
      'client-log',
      packet(
        request('INVITE', '', {
          headers: [
            `ms-text-format: text/plain; charset=UTF-8;\r\n msgr=WAA=; ms-body=\r\n\t${BASE64}`,
            `Ms-Conversation-Preview: ${SECRET}`,
            `Subject: ${SECRET}`,
            `s: ${SECRET},\r\n ${SECRET}`,
          ],
        }),
      ),
    ],
    [
      'the note and the meetings of a presence document',
      'client-log',
      packet(
        request(
          'SERVICE',
          `<note>\r\n${SECRET}\r\n</note>\r\n<calendarData><meetingSubject>${SECRET}</meetingSubject></calendarData>`,
          { type: 'application/xml' },
        ),
      ),
    ],
    [
      'folded credentials',
      'client-log',
      packet(
        request('REGISTER', '', {
          headers: [
            `Authorization: Kerberos qop="auth",\r\n ${BASE64}`,
            `Proxy-Authorization:\r\n\tNTLM ${BASE64}`,
          ],
        }),
      ),
    ],
    [
      'headers of HTTP',
      'client-log',
      `${CLIENT}Authorization: Bearer ${BASE64}\r\nCookie: a=${BASE64}\r\nX-Forms-Ticket: ${BASE64}\r\npassword="${SECRET}"\r\n${CLIENT}behind\r\n`,
    ],
    [
      'EWS over several lines',
      'client-log',
      `${CLIENT}<t:Message><t:Subject>${SECRET}</t:Subject><t:Body BodyType="HTML">\r\n&lt;b&gt;\r\n${SECRET}\r\n</t:Body></t:Message>\r\n${CLIENT}behind\r\n`,
    ],
    [
      'EWS whose tag is wrapped',
      'client-log',
      `${CLIENT}<t:Message><t:Body\r\n  BodyType="HTML">\r\n${SECRET}\r\n</t:Body></t:Message>\r\n${CLIENT}behind\r\n`,
    ],
    ['RTF', 'client-log', `${CLIENT}body {\\rtf1\\ansi\r\n${SECRET}\r\n}\r\n${CLIENT}behind\r\n`],
    [
      'tracefmt text',
      'tracefmt-text',
      `[0]1A2C.09F4::06/14/2016-10:11:12.123 [Lync] ${message(`a\nb ${SECRET}`, '\n')}\n[0]1A2C.09F4::06/14/2016-10:11:12.223 [Lync] behind\n`,
    ],
    [
      'a row of tracerpt over several lines',
      'tracerpt-csv',
      ` Lync, Info, 0, 0, 0, 4, "${message(`"\r\n${SECRET}`)}", 5\r\n Lync, Info, 0, 0, 0, 4, "behind"\r\n`,
    ],
    [
      'a row of CSV over several lines',
      'winevent-csv',
      `"6/14/2016","1","${message(`""quoted"", he said\r\n${SECRET}`)}","x"\r\n"6/14/2016","1","behind"\r\n`,
    ],
    [
      'a row of CSV with escaped line ends',
      'winevent-csv',
      `"1","${message(`${SECRET}, and more`).replaceAll('\r\n', '\\r\\n')}"\r\n"1","behind"\r\n`,
    ],
    [
      'a list',
      'powershell-list',
      `Id      : 1\r\nMessage : ${message(`hi\r\n${SECRET}`).replaceAll('\r\n', '\r\n          ')}\r\nLevel   : behind\r\n`,
    ],
    [
      'JSON',
      'powershell-json',
      `{"Message": ${JSON.stringify(message(SECRET))},\r\n"Level": "behind"}\r\n`,
    ],
    [
      'Clixml',
      'clixml',
      `<Obj><S N="Message">${clixml(message(SECRET))}</S></Obj>\r\n<S>behind</S>\r\n`,
    ],
    [
      'Clixml over several lines',
      'clixml',
      `<Obj><S N="Message">${message(`hi\r\n${SECRET}`)}</S></Obj>\r\n<S>behind</S>\r\n`,
    ],
    [
      'XML',
      'event-xml',
      `<Event><EventData><Data>${message(`a\r\n${SECRET}`)}</Data></EventData></Event>\r\n<Event><Data>behind</Data></Event>\r\n`,
    ],
    [
      'XML on one line, with entities',
      'event-xml',
      `<Event><Data>${message(`&lt;b&gt;x&lt;/b&gt;${SECRET}`).replaceAll('\r\n', '&#13;&#10;')}</Data></Event>\r\n<Event><Data>behind</Data></Event>\r\n`,
    ],
    [
      'a server log with a pasted record',
      'cls-text',
      readFileSync('samples/formats/cls-text/skype-2015-cls.txt', 'utf8')
        .replace('what does it mean?', SECRET.padEnd(18).slice(0, 18))
        .replace('look at this line', 'zanzibar')
        .replace('The destination is offline', 'behind'),
    ],
    ['a text of no known format', 'unknown', `x\n${message(SECRET, '\n')}\n${CLIENT}behind\n`],
  ])('hides the text of %s, and shows what follows', (_, format, text) => {
    const lines = show(text, format)
    expect(lines).toHaveLength(text.split('\n').length)
    const all = lines.join('\n')
    expect(all).not.toMatch(/zanzibar|the plan/)
    expect(all).not.toContain(BASE64)
    expect(all).toContain('behind')
    expect(all).toMatch(/\[removed\]|\[message text not shown\]/)
  })

  it('hides lines as long as it is unknown what they are a part of', () => {
    const end = packet(message(`hi\r\n${SECRET}`))
      .split('\r\n')
      .slice(8)
      .join('\r\n')
    const lines = show(end, 'client-log', false)
    expect(lines.join('\n')).not.toContain('zanzibar')
    expect(lines.at(-2)).toBe(`${CLIENT}behind`)
  })

  it('knows of a format without packets what a line is after more than a body', () => {
    const before = `${'x'.repeat(1000)}\n`.repeat(600)
    expect(show(`${before}Size : 5`, 'dir-listing', false).at(-1)).toBe('Size : 5')
    expect(show(`${before}Size : 5`, 'client-log', false).at(-1)).toBe(HIDDEN_LINE)
  })

  it('hides a folded value however long it is, and shows the next header', () => {
    const value = Array.from({ length: 400 }, () => ` ${BASE64},`).join('\r\n')
    const headers = [`Authorization: Digest\r\n${value}`, 'Max-Forwards: 70']
    const lines = show(packet(request('REGISTER', '', { headers })))
    expect(lines.join('\n')).not.toContain(BASE64)
    expect(lines).toContain('Max-Forwards: 70')
  })

  it('hides what follows a line of which not all was read', () => {
    const lines = new PrivateLines({ format: 'client-log', isFromStart: true })
    lines.skip(`${CLIENT}${'x'.repeat(1000)}`)
    lines.skipRest()
    expect(lines.show(SECRET, SECRET)).toBe(HIDDEN_LINE)
    expect(lines.show(`${CLIENT}behind`, `${CLIENT}behind`)).toBe(`${CLIENT}behind`)
  })

  it('shows structured bodies, without keys', () => {
    const sdp =
      'v=0\r\na=ice-pwd:abcdefghijklmnop\r\na=crypto:1 AES inline:abcdefghijklmnopqrst|2^31'
    const lines = show(packet(request('UPDATE', sdp, { type: 'application/sdp' })))
    expect(lines).toContain('v=0')
    expect(lines).toContain('a=ice-pwd:[removed]')
    expect(lines.join('\n')).not.toContain('abcdefgh')
    const provisioning = '<provisionGroup name="x">\r\n<EnableOfflineIm>true</EnableOfflineIm>'
    expect(show(packet(request('NOTIFY', provisioning, { type: 'application/xml' })))).toContain(
      '<EnableOfflineIm>true</EnableOfflineIm>',
    )
  })

  it('shows no secret of a log with secrets in all forms', () => {
    const { files, secrets } = planted()
    const kinds = new Set(['said', 'body', 'ticket'])
    for (const [path, bytes] of files) {
      const out = show(bytes.toString(), path.endsWith('.csv') ? 'tracerpt-csv' : 'client-log')
        .join('\n')
        .toLowerCase()
      for (const { kind, text } of secrets) if (kinds.has(kind)) expect(out).not.toContain(text)
    }
  })
})
