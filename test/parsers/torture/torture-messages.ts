/**
 * Messages of the kinds that RFC 4475 has, in its order and in words of our own, and what that RFC
 * says about each. A log tells what was on the wire: a message that a receiver refuses is read all
 * the same, if its start line is one, and says why it would be refused.
 */
export interface TortureMessage {
  /** Section of RFC 4475. */
  readonly section: string
  readonly what: string
  /** What the RFC says that a receiver does. */
  readonly says: 'accepts it' | 'refuses it' | 'may do either'
  /** Start line and headers; a line that begins with a blank continues the one above. */
  readonly lines: readonly string[]
  /** Without a Content-Length among the lines, the right one is added. */
  readonly body?: string
  /** Bytes behind the message, which belong to nothing. */
  readonly trailing?: string
  /** Undefined when there is no SIP message: the packet counts as unreadable. */
  readonly read?: {
    readonly method: string
    readonly status?: number
    readonly from?: string
    readonly to?: string
    readonly callId?: string
    readonly cseq?: string
    /** Other headers, each with all its values. */
    readonly headers?: Readonly<Record<string, readonly string[]>>
    /** Part of the damage; without it, the message has none. */
    readonly damage?: string
  }
}

const VIA = 'Via: SIP/2.0/TLS 192.0.2.10:5061;branch=z9hG4bK7c1'
const FROM = 'From: "Kim" <sip:kim@contoso.example>;tag=81f'
const TO = 'To: <sip:lee@contoso.example>'
const HOPS = 'Max-Forwards: 70'
const ids = (name: string, cseq: string) => [`Call-ID: ${name}@pc.contoso.example`, `CSeq: ${cseq}`]
const request = (
  method: string,
  name: string,
  { uri = 'sip:lee@contoso.example', number = 12, more = [] as readonly string[] } = {},
) => [`${method} ${uri} SIP/2.0`, VIA, HOPS, FROM, TO, ...ids(name, `${number} ${method}`), ...more]
const PEOPLE = { from: 'kim@contoso.example', to: 'lee@contoso.example' }
const known = (method: string, name: string, number = 12) => ({
  method,
  ...PEOPLE,
  callId: `${name}@pc.contoso.example`,
  cseq: `${number} ${method}`,
})
const LONG_NAME = 'very-'.repeat(60)

const VALID: readonly TortureMessage[] = [
  {
    section: '3.1.1.1',
    what: 'blanks, folding, compact names and odd case everywhere',
    says: 'accepts it',
    lines: [
      'INVITE sip:lee@contoso.example;unknownparam SIP/2.0',
      'TO :',
      ' "Lee\\\\ \\"the\\" desk" <sip:lee@contoso.example>',
      'fRoM: Kim < SIP:Kim@Contoso.Example > ; tag = 98.x',
      'max-FORWARDS: 0068',
      'i: folded.1@192.0.2.10',
      'cSEQ: 0009',
      '\tINVITE',
      'V  : SIP  /   2.0',
      '  /UDP 192.0.2.2;branch=z9hG4bKa1',
      's:',
      'NewFangledHeader:   new  fangled value',
      ' continued here',
      'UnknownHeaderWithUnusualValue: ;;,,;;,;',
      'v:  SIP  / 2.0  / TCP     pc.contoso.example  ;',
      ' branch  =   z9hG4bKb2 ,SIP/2.0/UDP 192.0.2.255:5060;branch=z9hG4bKc3',
      'm:"Quoted \\"\\"" <sip:kim@192.0.2.10> ; expires=60',
    ],
    read: {
      method: 'INVITE',
      ...PEOPLE,
      callId: 'folded.1@192.0.2.10',
      cseq: '0009 INVITE',
      headers: {
        newfangledheader: ['new  fangled value continued here'],
        unknownheaderwithunusualvalue: [';;,,;;,;'],
        via: [
          'SIP  /   2.0 /UDP 192.0.2.2;branch=z9hG4bKa1',
          'SIP  / 2.0  / TCP     pc.contoso.example  ; branch  =   z9hG4bKb2',
          'SIP/2.0/UDP 192.0.2.255:5060;branch=z9hG4bKc3',
        ],
        contact: ['"Quoted \\"\\"" <sip:kim@192.0.2.10> ; expires=60'],
      },
    },
  },
  {
    section: '3.1.1.2',
    what: 'every character that methods, names and users may have',
    says: 'accepts it',
    lines: [
      "!int-ROUTE.way_%+*`'~ sip:1_u-n.u!s~u*a'l(e)&=+$,;?/p:&it@contoso.example SIP/2.0",
      "Via: SIP/2.0/TLS host.contoso.example:5061;branch=z9hG4bK-.!%*_+`'~",
      "From: <sip:kim@contoso.example>;tag=_t~`'+a-!g",
      'To: "\u00e9\u3042 BEL:\\\u0007 NUL-free" <sip:lee@contoso.example>',
      'Call-ID: w%Z!*.\'+_`~)(><:\\/"][?}{',
      "CSeq: 3 !int-ROUTE.way_%+*`'~",
      "extensionHeader-!.%*+_`'~: \u5927\u505c\u96fb",
    ],
    read: {
      method: "!int-ROUTE.way_%+*`'~",
      ...PEOPLE,
      callId: 'w%Z!*.\'+_`~)(><:\\/"][?}{',
      cseq: "3 !int-ROUTE.way_%+*`'~",
    },
  },
  {
    section: '3.1.1.3',
    what: 'escapes that mean ordinary characters, and those that do not',
    says: 'accepts it',
    lines: [
      'INVITE sip:sips%3Alee%40contoso.example@fabrikam.example SIP/2.0',
      VIA,
      HOPS,
      'From: <sip:%6B%69%6D@contoso.example>;tag=1',
      'To: sip:%6Cee%40home@contoso.example',
      ...ids('escaped', '7 INVITE'),
      'Contact: <sip:cal%6Cer@192.0.2.10:5060;%6C%72;n%61me=v%61lue%25%34%31>',
    ],
    read: {
      method: 'INVITE',
      from: 'kim@contoso.example',
      to: 'lee%40home@contoso.example',
      callId: 'escaped@pc.contoso.example',
      cseq: '7 INVITE',
      headers: { contact: ['<sip:cal%6Cer@192.0.2.10:5060;%6C%72;n%61me=v%61lue%25%34%31>'] },
    },
  },
  {
    section: '3.1.1.4',
    what: 'escaped NULs',
    says: 'accepts it',
    lines: [
      'REGISTER sip:contoso.example SIP/2.0',
      VIA,
      HOPS,
      'From: <sip:null-%00-user@contoso.example>;tag=2',
      'To: <sip:null-%00-user@contoso.example>',
      ...ids('nul', '14398 REGISTER'),
      'Contact: <sip:%00@192.0.2.10>',
      'Contact: <sip:%00%00@192.0.2.10>',
    ],
    read: {
      method: 'REGISTER',
      from: 'null-%00-user@contoso.example',
      to: 'null-%00-user@contoso.example',
      callId: 'nul@pc.contoso.example',
      cseq: '14398 REGISTER',
      headers: { contact: ['<sip:%00@192.0.2.10>', '<sip:%00%00@192.0.2.10>'] },
    },
  },
  {
    section: '3.1.1.5',
    what: 'percent signs that begin no escape',
    says: 'accepts it',
    lines: [
      'RE%47IST%45R sip:contoso.example SIP/2.0',
      VIA,
      HOPS,
      'From: "%Z%45" <sip:kim@contoso.example>;tag=f232%41',
      'To: "%Z%45" <sip:lee@contoso.example>',
      ...ids('percent%41', '29344 RE%47IST%45R'),
    ],
    // An escape in a method means itself: this is no REGISTER.
    read: {
      method: 'RE%47IST%45R',
      ...PEOPLE,
      callId: 'percent%41@pc.contoso.example',
      cseq: '29344 RE%47IST%45R',
    },
  },
  {
    section: '3.1.1.6',
    what: 'no blank between a name and its <',
    says: 'accepts it',
    lines: [
      'OPTIONS sip:lee@contoso.example SIP/2.0',
      VIA,
      HOPS,
      'From: kim<sip:kim@contoso.example>;tag=3',
      'To: "Lee"<sip:lee@contoso.example>',
      ...ids('no-blank', '60 OPTIONS'),
    ],
    read: known('OPTIONS', 'no-blank', 60),
  },
  {
    section: '3.1.1.7',
    what: 'long values',
    says: 'accepts it',
    lines: [
      'INVITE sip:lee@contoso.example SIP/2.0',
      `Via: SIP/2.0/TLS ${LONG_NAME}.example;branch=z9hG4bK${'a'.repeat(2000)}`,
      ...Array.from(
        { length: 40 },
        (_, hop) => `v: SIP/2.0/TCP hop${hop}.example;branch=z9hG4bK${hop}`,
      ),
      HOPS,
      `From: "I have a ${LONG_NAME} name" <sip:kim@contoso.example>;tag=${'1'.repeat(800)};unknown=${'x'.repeat(4000)}`,
      `To: <sip:lee@contoso.example;unknown=${'y'.repeat(4000)}>`,
      `Call-ID: long.${'call-id.'.repeat(200)}`,
      'CSeq: 3882340 INVITE',
    ],
    read: {
      method: 'INVITE',
      ...PEOPLE,
      callId: `long.${'call-id.'.repeat(200)}`,
      cseq: '3882340 INVITE',
    },
  },
  {
    section: '3.1.1.8',
    what: 'another message behind the end that Content-Length states',
    says: 'accepts it',
    lines: request('REGISTER', 'trailing'),
    trailing: 'INVITE sip:mallory@evil.example SIP/2.0\r\nFrom: <sip:mallory@evil.example>\r\n\r\n',
    read: known('REGISTER', 'trailing'),
  },
  {
    section: '3.1.1.9',
    what: 'semicolons in the user of an address',
    says: 'accepts it',
    lines: request('OPTIONS', 'semicolons', {
      uri: 'sip:user;par=u%40fabrikam.example@contoso.example',
    }),
    read: known('OPTIONS', 'semicolons'),
  },
  {
    section: '3.1.1.10',
    what: 'transports that nobody knows',
    says: 'accepts it',
    lines: [
      ...request('OPTIONS', 'transports'),
      'Via: SIP/2.0/UDP t1.example;branch=z9hG4bK1',
      'Via: SIP/2.0/SCTP t2.example;branch=z9hG4bK2',
      'Via: SIP/2.0/UNKNOWN t3.example;branch=z9hG4bK3',
    ],
    read: {
      ...known('OPTIONS', 'transports'),
      headers: {
        via: [
          VIA.slice(5),
          'SIP/2.0/UDP t1.example;branch=z9hG4bK1',
          'SIP/2.0/SCTP t2.example;branch=z9hG4bK2',
          'SIP/2.0/UNKNOWN t3.example;branch=z9hG4bK3',
        ],
      },
    },
  },
  {
    section: '3.1.1.11',
    what: 'a body of several parts, with binary bytes and lines like headers',
    says: 'accepts it',
    lines: [...request('MESSAGE', 'parts'), 'Content-Type: multipart/mixed;boundary=7a9cbec0'],
    body: '--7a9cbec0\r\nContent-Type: text/plain\r\n\r\nhello\r\n--7a9cbec0\r\nContent-Type: application/octet-stream\r\n\r\n\u0001\u0002From: <sip:mallory@evil.example>\r\n--7a9cbec0--',
    read: {
      ...known('MESSAGE', 'parts'),
      headers: { from: ['"Kim" <sip:kim@contoso.example>;tag=81f'] },
    },
  },
  {
    section: '3.1.1.12',
    what: 'a reason phrase of marks and letters of any script',
    says: 'accepts it',
    lines: [
      'SIP/2.0 200 = 2**3 * 5**2 \u043d\u043e \u0441\u0442\u043e \u0434\u0435\u0432\u044f\u043d\u043e\u0441\u0442\u043e',
      VIA,
      FROM,
      TO,
      ...ids('reason', '35 INVITE'),
    ],
    read: { ...known('INVITE', 'reason', 35), status: 200 },
  },
  {
    section: '3.1.1.13',
    what: 'no reason phrase, but its blank',
    says: 'accepts it',
    lines: ['SIP/2.0 100 ', VIA, FROM, TO, ...ids('no-reason', '35 INVITE')],
    read: { ...known('INVITE', 'no-reason', 35), status: 100 },
  },
  {
    section: '3.1.1.13',
    what: 'no reason phrase, and no blank',
    says: 'accepts it',
    lines: ['SIP/2.0 183', VIA, FROM, TO, ...ids('nothing', '35 INVITE')],
    read: { ...known('INVITE', 'nothing', 35), status: 183 },
  },
]

const INVALID: readonly TortureMessage[] = [
  {
    section: '3.1.2.1',
    what: 'separators without anything between them',
    says: 'refuses it',
    lines: [
      'INVITE sip:lee@contoso.example SIP/2.0',
      'Via: SIP/2.0/UDP 192.0.2.15;;,;,,',
      HOPS,
      'From: "Kim" <sip:kim@contoso.example>;;;;tag=81f',
      'To: <sip:lee@contoso.example>;,,;',
      ...ids('separators', '8 INVITE'),
      'Contact: "Joe" <sip:joe@192.0.2.15>;;;;,,,,',
    ],
    read: known('INVITE', 'separators', 8),
  },
  {
    section: '3.1.2.2',
    what: 'a Content-Length that is larger than the message',
    says: 'refuses it',
    lines: [...request('INVITE', 'too-long'), 'Content-Length: 9999'],
    body: 'v=0\r\n',
    read: { ...known('INVITE', 'too-long'), damage: 'Content-Length' },
  },
  {
    section: '3.1.2.3',
    what: 'a negative Content-Length',
    says: 'refuses it',
    lines: [...request('INVITE', 'negative'), 'Content-Length: -999'],
    body: 'v=0\r\n',
    read: { ...known('INVITE', 'negative'), damage: 'a Content-Length that is not a number' },
  },
  {
    section: '3.1.2.4',
    what: 'numbers of a request that are too large',
    says: 'refuses it',
    lines: [
      'REGISTER sip:contoso.example SIP/2.0',
      VIA,
      'Max-Forwards: 300',
      FROM,
      TO,
      ...ids('large', '36893488147419103232 REGISTER'),
      'Contact: <sip:kim@192.0.2.10>;expires=280297596632815',
      'Expires: 1000000000000000000000000000000000',
    ],
    read: {
      ...known('REGISTER', 'large'),
      cseq: '36893488147419103232 REGISTER',
      damage: 'a CSeq that is not a number and a method',
    },
  },
  {
    section: '3.1.2.5',
    what: 'numbers of a response that are too large',
    says: 'refuses it',
    lines: [
      'SIP/2.0 503 Service Unavailable',
      VIA,
      FROM,
      TO,
      ...ids('large-response', '9292394834772304023312 OPTIONS'),
      'Retry-After: 949302838503028349304023988',
      'Warning: 1812 overture "In Progress"',
    ],
    read: {
      ...known('OPTIONS', 'large-response'),
      cseq: '9292394834772304023312 OPTIONS',
      status: 503,
      damage: 'a CSeq that is not a number and a method',
    },
  },
  {
    section: '3.1.2.6',
    what: 'a display name whose quote never ends',
    says: 'refuses it',
    lines: [
      'INVITE sip:lee@contoso.example SIP/2.0',
      VIA,
      HOPS,
      FROM,
      'To: "Mr. Lee <sip:lee@contoso.example>',
      ...ids('open-quote', '12 INVITE'),
    ],
    read: known('INVITE', 'open-quote'),
  },
  {
    section: '3.1.2.7',
    what: 'a Request-URI in angle brackets',
    says: 'may do either',
    lines: request('INVITE', 'brackets', { uri: '<sip:lee@contoso.example>' }),
    read: known('INVITE', 'brackets'),
  },
  {
    section: '3.1.2.8',
    what: 'a Request-URI with a blank in it',
    says: 'refuses it',
    lines: request('INVITE', 'blank-uri', { uri: 'sip:lee@contoso.example; lr' }),
  },
  {
    section: '3.1.2.9',
    what: 'several blanks between the parts of the request line',
    says: 'refuses it',
    lines: request('INVITE', 'blanks', { uri: ' sip:lee@contoso.example ' }),
  },
  {
    section: '3.1.2.10',
    what: 'blanks at the end of the request line',
    says: 'may do either',
    lines: [
      'OPTIONS sip:lee@contoso.example SIP/2.0  ',
      VIA,
      HOPS,
      FROM,
      TO,
      ...ids('end-blanks', '12 OPTIONS'),
    ],
    // The bytes decide before any text is decoded, and are strict.
  },
  {
    section: '3.1.2.11',
    what: 'headers in the Request-URI',
    says: 'refuses it',
    lines: request('INVITE', 'uri-headers', {
      uri: 'sip:lee@contoso.example?Route=%3Csip:evil.example%3E&From=%3Csip:mallory@evil.example%3E',
    }),
    read: known('INVITE', 'uri-headers'),
  },
  {
    section: '3.1.2.12',
    what: 'a Date in another zone than GMT',
    says: 'may do either',
    lines: [...request('INVITE', 'zone'), 'Date: Fri, 01 Jan 2010 16:00:00 EST'],
    read: known('INVITE', 'zone'),
  },
  {
    section: '3.1.2.13',
    what: 'an address with parameters outside of angle brackets',
    says: 'refuses it',
    lines: [
      'REGISTER sip:contoso.example SIP/2.0',
      VIA,
      HOPS,
      'From: sip:kim@contoso.example;tag=998332',
      'To: sip:lee@contoso.example;param=1,2',
      ...ids('bare', '12 REGISTER'),
      'Contact: sip:kim@192.0.2.10?Route=%3Csip:evil.example%3E',
    ],
    read: known('REGISTER', 'bare'),
  },
  {
    section: '3.1.2.14',
    what: 'blanks inside of angle brackets',
    says: 'may do either',
    lines: [
      'OPTIONS sip:lee@contoso.example SIP/2.0',
      VIA,
      HOPS,
      FROM,
      'To: "Watson, Lee" < sip:lee@contoso.example >',
      ...ids('inner-blanks', '12 OPTIONS'),
    ],
    read: known('OPTIONS', 'inner-blanks'),
  },
  {
    section: '3.1.2.15',
    what: 'a display name that needs quotes and has none',
    says: 'may do either',
    lines: [
      'OPTIONS sip:lee@contoso.example SIP/2.0',
      VIA,
      HOPS,
      'From: Bell, Kim (home) <sip:kim@contoso.example>;tag=5',
      TO,
      ...ids('no-quotes', '12 OPTIONS'),
    ],
    read: known('OPTIONS', 'no-quotes'),
  },
  {
    section: '3.1.2.16',
    what: 'a version that nobody knows',
    says: 'refuses it',
    lines: ['OPTIONS sip:lee@contoso.example SIP/7.0', VIA, FROM, TO, ...ids('v7', '12 OPTIONS')],
  },
  {
    section: '3.1.2.17',
    what: 'a CSeq for another known method',
    says: 'refuses it',
    lines: ['OPTIONS sip:lee@contoso.example SIP/2.0', VIA, FROM, TO, ...ids('other', '8 INVITE')],
    read: {
      ...known('OPTIONS', 'other'),
      cseq: '8 INVITE',
      damage: 'a CSeq for another method than the request',
    },
  },
  {
    section: '3.1.2.18',
    what: 'a CSeq for another method than an unknown one',
    says: 'refuses it',
    lines: ['NEWMETHOD sip:lee@contoso.example SIP/2.0', VIA, FROM, TO, ...ids('new', '8 INVITE')],
    read: {
      ...known('NEWMETHOD', 'new'),
      cseq: '8 INVITE',
      damage: 'a CSeq for another method than the request',
    },
  },
  {
    section: '3.1.2.19',
    what: 'a status of more than three digits',
    says: 'refuses it',
    lines: ['SIP/2.0 4294967301 better not break', VIA, FROM, TO, ...ids('status', '8 INVITE')],
  },
]

const LAYERS: readonly TortureMessage[] = [
  {
    section: '3.2.1',
    what: 'a branch that is only the magic cookie',
    says: 'accepts it',
    lines: [
      'OPTIONS sip:lee@contoso.example SIP/2.0',
      'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK',
      HOPS,
      FROM,
      TO,
      ...ids('branch', '12 OPTIONS'),
    ],
    read: known('OPTIONS', 'branch'),
  },
  {
    section: '3.3.1',
    what: 'no From, To and Call-ID',
    says: 'refuses it',
    lines: ['INVITE sip:lee@contoso.example SIP/2.0', 'CSeq: 193942 INVITE', VIA],
    read: { method: 'INVITE', cseq: '193942 INVITE' },
  },
  ...[
    ['3.3.2', 'nobodyknows:the-scheme;of-this'],
    ['3.3.3', 'soap.beep://192.0.2.103:3002'],
    ['3.3.3', 'mailto:lee@contoso.example'],
  ].map(
    ([section = '', uri = '']): TortureMessage => ({
      section,
      what: `a Request-URI that is ${uri}`,
      says: 'refuses it',
      lines: request('OPTIONS', 'scheme', { uri }),
      read: known('OPTIONS', 'scheme'),
    }),
  ),
  {
    section: '3.3.4',
    what: 'addresses of unknown schemes in From and To',
    says: 'accepts it',
    lines: [
      'REGISTER sip:contoso.example SIP/2.0',
      VIA,
      HOPS,
      'From: <http://www.contoso.example>;tag=3234233',
      'To: <isbn:2983792873>',
      ...ids('schemes', '12 REGISTER'),
      'Contact: <name:John_Smith>',
    ],
    read: { method: 'REGISTER', callId: 'schemes@pc.contoso.example', cseq: '12 REGISTER' },
  },
  {
    section: '3.3.5',
    what: 'required extensions that nobody has',
    says: 'refuses it',
    lines: [
      ...request('OPTIONS', 'extensions'),
      'Require: nothingSupportsThis, nothingSupportsThisEither',
      'Proxy-Require: noProxiesSupportThis, norDoAnyProxiesSupportThis',
    ],
    read: {
      ...known('OPTIONS', 'extensions'),
      headers: { require: ['nothingSupportsThis', 'nothingSupportsThisEither'] },
    },
  },
  {
    section: '3.3.6',
    what: 'a body of an unknown type',
    says: 'refuses it',
    lines: [...request('INVITE', 'type'), 'Content-Type: application/unknownformat'],
    body: '<audio><pcmu port="443"/></audio>',
    read: known('INVITE', 'type'),
  },
  {
    section: '3.3.7',
    what: 'credentials of an unknown scheme',
    says: 'refuses it',
    lines: [
      ...request('REGISTER', 'scheme'),
      'Authorization: NoOneKnowsThisScheme opaque-data=here',
    ],
    // Credentials are dropped when they are read, whatever they are.
    read: { ...known('REGISTER', 'scheme'), headers: { authorization: [] } },
  },
  {
    section: '3.3.8',
    what: 'several values where one is allowed',
    says: 'refuses it',
    lines: [
      ...request('INVITE', 'several'),
      'CSeq: 59 INVITE',
      'Call-ID: another@evil.example',
      'To: <sip:mallory@evil.example>',
      'From: <sip:mallory@evil.example>;tag=2',
      'Max-Forwards: 5',
    ],
    read: {
      ...known('INVITE', 'several'),
      damage:
        'several CSeq headers; several Call-ID headers; several To headers; several From headers; ' +
        'several Max-Forwards headers',
    },
  },
  {
    section: '3.3.9',
    what: 'several Content-Length headers',
    says: 'refuses it',
    lines: [...request('OPTIONS', 'lengths'), 'Content-Length: 13', 'Content-Length: 5'],
    body: 'There is no way to know how many octets belong here.',
    read: { ...known('OPTIONS', 'lengths'), damage: 'several Content-Length headers' },
  },
  {
    section: '3.3.10',
    what: 'a response that was sent by a broadcast address',
    says: 'may do either',
    lines: [
      'SIP/2.0 200 OK',
      'Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923',
      'Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23',
      FROM,
      TO,
      ...ids('broadcast', '12 OPTIONS'),
    ],
    read: { ...known('OPTIONS', 'broadcast'), status: 200 },
  },
  {
    section: '3.3.11',
    what: 'a Max-Forwards of 0',
    says: 'accepts it',
    lines: request('OPTIONS', 'hops').map((line) => (line === HOPS ? 'Max-Forwards: 0' : line)),
    read: { ...known('OPTIONS', 'hops'), headers: { 'max-forwards': ['0'] } },
  },
  ...[
    ['3.3.12', '<sip:kim@fabrikam.example>;unknown-parameter'],
    ['3.3.13', 'sip:kim@fabrikam.example;unknown-parameter'],
    ['3.3.14', '<sip:kim@fabrikam.example?Route=%3Csip:sip.example%3E>'],
  ].map(
    ([section = '', contact = '']): TortureMessage => ({
      section,
      what: `a REGISTER for ${contact}`,
      says: 'accepts it',
      lines: [...request('REGISTER', 'contact'), `Contact: ${contact}`],
      read: { ...known('REGISTER', 'contact'), headers: { contact: [contact] } },
    }),
  ),
  {
    section: '3.3.15',
    what: 'an Accept that nobody can serve',
    says: 'refuses it',
    lines: [...request('OPTIONS', 'accept'), 'Accept: text/nobodyKnowsThis'],
    read: known('OPTIONS', 'accept'),
  },
  {
    section: '3.4.1',
    what: 'the syntax of RFC 2543: no branch, no tag, no Max-Forwards',
    says: 'accepts it',
    lines: [
      'INVITE sip:lee@contoso.example SIP/2.0',
      'Via: SIP/2.0/UDP 192.0.2.10;maddr=224.2.0.1',
      'From: sip:kim@contoso.example',
      'To: sip:lee@contoso.example',
      'Call-ID: old@pc.contoso.example',
      'CSeq: 12 INVITE',
    ],
    read: known('INVITE', 'old'),
  },
]

/** Attacks of the same kinds that RFC 4475 does not have. */
const MORE: readonly TortureMessage[] = [
  {
    section: 'beyond',
    what: 'an address in a quoted display name',
    says: 'accepts it',
    lines: [
      'INVITE sip:lee@contoso.example SIP/2.0',
      VIA,
      HOPS,
      'From: "sip:mallory@evil.example \\" <sip:mallory@evil.example>" <sip:kim@contoso.example>;tag=1',
      'To:',
      ' "<sip:mallory@evil.example>"<sip:lee@contoso.example>',
      ...ids('quoted-address', '12 INVITE'),
    ],
    read: known('INVITE', 'quoted-address'),
  },
  {
    section: 'beyond',
    what: 'header lines without a name',
    says: 'refuses it',
    lines: [...request('OPTIONS', 'nameless'), ': value', 'no colon', '@: x'],
    read: { ...known('OPTIONS', 'nameless'), damage: '3 header lines without a name' },
  },
]

export const TORTURE_MESSAGES: readonly TortureMessage[] = [
  ...VALID,
  ...INVALID,
  ...LAYERS,
  ...MORE,
]

/** The text of a message. */
export function tortureText({ lines, body = '', trailing = '' }: TortureMessage): string {
  const hasLength = lines.some((line) => /^content-length/i.test(line))
  const length = hasLength ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
  return `${[...lines, ...length].join('\r\n')}\r\n\r\n${body}${trailing}`
}
