import fc from 'fast-check'
import { anyCase, line, text } from './words.ts'

const user = fc.constantFrom('kim@contoso.example', 'lee@contoso.example', 'ada@fabrikam.example')
const method = fc.constantFrom(
  'REGISTER',
  'REGISTER',
  'INVITE',
  'MESSAGE',
  'NOTIFY',
  'BENOTIFY',
  'SUBSCRIBE',
  'SERVICE',
  'ACK',
  'OPTIONS',
)
const status = fc.constantFrom(
  '200 OK',
  '200 OK',
  '480 Temporarily Unavailable',
  '401 Unauthorized',
  '180 Ringing',
  '404 Not Found',
  '480',
  '4800',
  'xyz',
  '48',
)

const startLine = fc.oneof(
  {
    weight: 4,
    arbitrary: method.map((name) => ({ name, line: `${name} sip:contoso.example SIP/2.0` })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(method, status)
      .map(([name, answer]) => ({ name, line: `SIP/2.0 ${answer}` })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        method,
        fc.constantFrom('x', 'sip:a;ms-body=cXdl', 'sip:a b', 'http://x/?ms-body="q"', '<sip:é>'),
        fc.constantFrom(' ', '  ', '\t', ' \u00a0'),
      )
      .map(([name, uri, blank]) => ({ name, line: `${name}${blank}${uri} SIP/2.0` })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(anyCase(method), fc.constantFrom('2.0', '2.1', '2.0 '))
      .map(([name, version]) => ({ name, line: `${name} sip:x SIP/${version}` })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(method, fc.constantFrom('/', '@', '(', 'ü'))
      .map(([name, character]) => ({ name, line: `${name}${character} sip:x SIP/2.0` })),
  },
)

const AGENTS = ['16.0.6965.2058', '16.0.4266.1001', '15.0.4753.1000', '16.0.7967.2139']
const agent = fc
  .constantFrom(...AGENTS)
  .map((build) => `UCCAPI/${build} OC/${build} (Skype for Business)`)
const fold = fc.constantFrom(' ', ' ', ' ', '', '\n ', '\n\t', '\t', '  ')

const header = fc.oneof(
  agent.map((value) => `User-Agent: ${value}`),
  fc.constantFrom(
    'Server: RTC/6.0',
    'Server: RTC/5.0',
    'Expires: 0',
    'Expires:\n 0',
    'ms-diagnostics: 15030;reason="Failed to route";source="fe.contoso.example"',
    'Authorization: Kerberos qop="auth", gssapi-data="602306092A"',
    'Contact: <sip:kim@contoso.example;opaque=user:epid:x>;expires=0',
    'm: <sip:a@contoso.example>, <sip:b@contoso.example>',
    'Subject: ResponseCode',
    'Via: SIP/2.0/TLS 192.0.2.10:51241',
    'Ms-Text-Format: text/plain;charset=UTF-8;ms-body=cXdl',
    'a line without a colon',
    '\u00fc: x',
    'Date: Tue, 14 Jun 2016 11:10:00 GMT',
    'Event: vnd-microsoft-provisioning-v2',
    'Allow: INVITE, BYE, REGISTER',
  ),
  // Headers that the scanner leaves to the parser, or has to read as the parser does.
  fc.constantFrom(
    'From: <sip:max@contoso.example>;tag=2',
    'To:',
    'CSeq: 3 BYE',
    'cseq: 2 REGISTER',
    'CSeq: 99999999999 INVITE',
    'Call-Id: 9',
    'server : RTC/7.0',
    'Server: RTC/6.0 \r',
    'User-Agent: \u000b',
    'user_agent: OC/16.0.1.1',
    'Supported: ms-benotify, MS-Body',
    'X-From: ms-body=cXdl',
    'X.Dotted: 1',
    'Content-Length: 12x',
    'Content-Type: text/html',
    `Server:${' '.repeat(9000)}RTC/6.0`,
  ),
  line.map((value) => `X-Anything: ${value}`),
)

/** Headers of packets that the scanner reads. */
const usualHeader = fc.oneof(
  agent.map((value) => `User-Agent: ${value}`),
  fc.constantFrom(
    'Max-Forwards: 70',
    'contact:',
    'Contact: "A, B" <sip:a@contoso.example;x=1,2>, <sip:b@contoso.example>',
    'CONTACT:\t<sip:kim@contoso.example>;expires=0 \t',
    'Expires:0',
    'MS-Conversation-ID: AdHGWOabcdefgh',
    'ms-diagnostics: 15030;reason="Failed to route";source="fe.contoso.example"',
    'ms-diagnostics-public: 1009;reason="Do not disturb"',
    'Server: RTC/6.0',
    'Supported: ms-benotify',
    'Authorization: Kerberos qop="auth", gssapi-data="602306092A"',
    'Subject: secret',
    `${'a-'.repeat(20)}: long`,
  ),
)

const VALUES = ['true', 'False', '0', '1', 'https://mail.contoso.example/EWS/Exchange.asmx']
const provisioned = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        'enableOfflineIm',
        'EnableIMAutoArchiving',
        'ewsInternalUrl',
        'TraceLogLevel',
        'enableTracing',
        'imAutoArchiving',
      ),
      fc.constantFrom(...VALUES),
    ),
    { maxLength: 4 },
  )
  .map(
    (properties) =>
      `<provisionGroupList xmlns="http://schemas.microsoft.com/2006/09/sip/provisiongrouplist"><provisionGroup name="endpointConfiguration">${properties.map(([name, value]) => `<property name="${name}">${value}</property>`).join('\n')}</provisionGroup></provisionGroupList>`,
  )
const ownOptions = fc
  .constantFrom(...VALUES)
  .map(
    (value) =>
      `<roamingData><category name="otherOptions" instance="0"><imAutoArchiving>${value}</imAutoArchiving></category><category name="note">private ResponseCode</category></roamingData>`,
  )
const PROVISIONING = 'application/vnd-microsoft-roaming-provisioning-v2+xml'
const body = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ type: '', text: '' }) },
  {
    weight: 3,
    arbitrary: text.map((content) => ({ type: 'text/plain; charset=UTF-8', text: content })),
  },
  { weight: 2, arbitrary: provisioned.map((content) => ({ type: PROVISIONING, text: content })) },
  {
    weight: 1,
    arbitrary: ownOptions.map((content) => ({
      type: 'application/vnd-microsoft-roaming-self+xml',
      text: content,
    })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(provisioned, ownOptions).map(([provisioning, options]) => ({
      type: 'multipart/related; boundary="b"',
      text: `--b\nContent-Type: ${PROVISIONING}\n\n${provisioning}\n--b\n\n${options}\n--b--`,
    })),
  },
  { weight: 1, arbitrary: text.map((content) => ({ type: PROVISIONING, text: content })) },
)

/** How a packet states the length of its body: correctly, not at all, or wrongly. */
const claim = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ name: 'Content-Length', off: 0 }) },
  { weight: 1, arbitrary: fc.constant(undefined) },
  {
    weight: 2,
    arbitrary: fc.record({
      name: fc.constantFrom('Content-Length', 'l', 'content-length', 'L '),
      off: fc.constantFrom(0, 1, -1, 2, -2, 40, -40, 9000),
    }),
  },
)

/** A SIP message with LF line breaks. */
export interface Packet {
  readonly startLine: string
  /** Header lines. A folded header contains its line break. */
  readonly headers: readonly string[]
  readonly body: string
}

const nameOf = (line: string): string => line.slice(0, line.indexOf(':')).toLowerCase()

/** A packet as most are. */
const usualPacket: fc.Arbitrary<Packet> = fc
  .record({
    method: fc.constantFrom('REGISTER', 'INVITE', 'MESSAGE', 'BENOTIFY'),
    answer: fc.option(fc.constantFrom('200 OK', '480 Temporarily Unavailable', '202')),
    from: user,
    to: user,
    call: fc.constantFrom('1', '2'),
    more: fc.uniqueArray(usualHeader, { maxLength: 6, selector: nameOf }),
    body,
  })
  .map(({ method: name, answer, from, to, call, more, body: { type, text: content } }) => ({
    startLine: answer === null ? `${name} sip:contoso.example SIP/2.0` : `SIP/2.0 ${answer}`,
    headers: [
      `From: <sip:${from}>;tag=1;epid=0a1b`,
      `To: <sip:${to}>`,
      `Call-ID: ${call}`,
      `CSeq: 2 ${name}`,
      ...more,
      ...(type === '' ? [] : [`Content-Type: ${type}`]),
      `Content-Length: ${Buffer.byteLength(content.replaceAll('\n', '\r\n'))}`,
    ],
    body: content,
  }))

const anyPacket: fc.Arbitrary<Packet> = fc
  .record({
    start: startLine,
    from: user,
    to: user,
    cseq: fc.tuple(fold, fold),
    call: fc.constantFrom('1', '2'),
    more: fc.array(header, { maxLength: 4 }),
    agent: fc.option(agent),
    body,
    claim,
    compact: fc.boolean(),
  })
  .map(
    ({
      start,
      from,
      to,
      cseq,
      call,
      more,
      agent: build,
      body: { type, text: content },
      claim: claimed,
      compact,
    }) => {
      const length = Math.max(
        0,
        Buffer.byteLength(content.replaceAll('\n', '\r\n')) + (claimed?.off ?? 0),
      )
      return {
        startLine: start.line,
        headers: [
          `${compact ? 'f' : 'From'}: <sip:${from}>;tag=1;epid=0a1b`,
          `${compact ? 't' : 'To'}: <sip:${to}>`,
          `Call-ID: ${call}`,
          `CSeq:${cseq[0]}2${cseq[1] || ' '}${start.name}`,
          ...(build === null ? [] : [`User-Agent: ${build}`]),
          ...more,
          ...(type === '' ? [] : [`Content-Type: ${type}`]),
          ...(claimed === undefined ? [] : [`${claimed.name}: ${length}`]),
        ],
        body: content,
      }
    },
  )

export const sipPacket: fc.Arbitrary<Packet> = fc.oneof(
  { weight: 2, arbitrary: anyPacket },
  { weight: 1, arbitrary: usualPacket },
)

export const packetText = ({ startLine: first, headers, body: content }: Packet): string =>
  [first, ...headers, '', content].join('\n')
