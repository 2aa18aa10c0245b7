import { domainToASCII } from 'node:url'
import { random } from '../support/random.ts'

const CRLF = '\r\n'
const PEOPLE = 23

/**
 * Something that no output may hold, in any encoding: letters in lower case, numbers without marks.
 */
export interface Secret {
  readonly kind: string
  readonly text: string
}

/**
 * A case with secrets in all forms that logs and exports have: the path of each file, and its
 * bytes.
 */
export interface Planted {
  readonly files: ReadonlyMap<string, Buffer>
  readonly secrets: readonly Secret[]
}

type Person = ReturnType<typeof person>

const base64 = (text: string, encoding: BufferEncoding = 'utf8') =>
  Buffer.from(text, encoding).toString('base64')
const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
const entities = (text: string) =>
  [...text]
    .map((one, index) =>
      index % 2 ? `&#${one.codePointAt(0)};` : `&#x${one.codePointAt(0)?.toString(16)};`,
    )
    .join('')
const slashed = (text: string) =>
  [...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')

function person(next: () => number, index: number) {
  const pick = (from: string) => from[Math.floor(next() * from.length)] ?? ''
  const word = (syllables: number) =>
    Array.from({ length: syllables }, () => pick('bdfgklmnprstvz') + pick('aeiou')).join('')
  const digits = (count: number) =>
    Array.from({ length: count }, () => String(Math.floor(next() * 10))).join('')
  const hex = (count: number) =>
    Array.from({ length: count }, () => pick('0123456789abcdef')).join('')
  const octet = () => 100 + Math.floor(next() * 100)
  const label = index % 3 === 0 ? `${word(3)}ü${word(2)}` : word(5)
  const capital = (text: string) => text[0]?.toUpperCase() + text.slice(1)
  return {
    user: word(4),
    label,
    ascii: domainToASCII(label),
    domain: `${label}.example`,
    first: capital(word(4)),
    last: capital(word(5)),
    machine: `PC-${word(3).toUpperCase()}7`,
    host: `srv${word(3)}`,
    ip: `${octet()}.${octet()}.${octet()}.${octet()}`,
    ipv6: `2001:db8:1${hex(3)}::a${hex(3)}`,
    phone: `1${digits(10)}`,
    home: word(4),
    share: word(4),
    sid: `S-1-5-21-1${digits(9)}-2${digits(9)}-3${digits(9)}-1${digits(3)}`,
    instance: `${hex(8)}-${hex(4)}-5${hex(3)}-8${hex(3)}-${hex(12)}`,
    epid: `e${hex(9)}`,
    call: `c${hex(31)}`,
    said: `${word(5)} ${word(5)}`,
    body: word(6),
    ticket: word(9),
  }
}

const secretsOf = ({
  first,
  last,
  machine,
  phone,
  ascii,
  label,
  domain: _,
  ...rest
}: Person): Secret[] => [
  ...Object.entries({ ...rest, first, last, machine, label, phone }).map(([kind, text]) => ({
    kind,
    text: text.toLowerCase(),
  })),
  ...(ascii === label ? [] : [{ kind: 'ascii', text: ascii }]),
]

/**
 * An address as it may be written: plain, in capitals, escaped in several ways, in both forms of
 * its domain.
 */
function addresses({ user, domain, ascii }: Person): string[] {
  const address = `${user}@${domain}`
  return [
    `sip:${address}`,
    `SIP:${address.toUpperCase()}`,
    `sip:${user}@${ascii}.example`,
    `mailto:${user}%40${domain}`,
    `${user}&#64;${domain}`,
    `${user}\\u0040${domain}`,
    `sip%3A${percent(address)}`,
    entities(address),
    slashed(address),
    base64(`sip:${address}`),
    base64(`see <sip:${address}>, please`, 'utf16le'),
    Buffer.from(`sip:${address}`).toString('hex'),
  ]
}

function clientLog(people: readonly Person[]): string {
  let clock = 0
  const prefix = () => {
    clock += 1
    const two = (number: number) => String(number).padStart(2, '0')
    return `06/14/2016|10:${two(Math.floor(clock / 60) % 60)}:${two(clock % 60)}.123 1A2C:9F4 INFO  :: `
  }
  const packet = (start: string, headers: readonly string[], body: string) => {
    const message = [
      start,
      ...headers,
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join(CRLF)
    const title = `Data Received -${people[0]?.ip}:443 (To Local Address: ${people[1]?.ip}:51241) ${Buffer.byteLength(message)} bytes`
    return `${prefix()}${title}:${CRLF}${prefix()}${message}${CRLF}${prefix()}End of ${title}${CRLF}`
  }
  const all = people.map((one, index) => {
    const other = people[(index + 1) % people.length] ?? one
    const head = [
      `Via: SIP/2.0/TLS ${one.ip}:51241;received=${one.ip}`,
      `From: "${one.first} ${one.last}"${CRLF} <sip:${one.user}@${one.domain}>;tag=1;epid=${one.epid}`,
      `To: <sip:${other.user}@${CRLF}\t${other.domain}>`,
      `Call-ID: ${one.call}`,
      `CSeq: ${index + 1} INVITE`,
      `Contact: <sip:${one.user}@${one.domain};opaque=user:epid:${one.epid};gruu>;+sip.instance="<urn:uuid:${one.instance}>"`,
      `P-Asserted-Identity: <tel:+${one.phone}>`,
      `Authorization: Kerberos qop="auth", realm="SIP Communications Service", gssapi-data="${one.ticket}",${CRLF} targetname="sip/${one.host}.${one.domain}"`,
      `ms-text-format: text/plain; charset=UTF-8; ms-body=${base64(one.body)}`,
      `ms-diagnostics: 15030;reason="${one.first} ${one.last} is away";source="${one.host}.${one.domain}"`,
    ]
    const note = `<note xmlns="x">${one.said}\r\n${one.said}</note><displayName>${one.first} ${one.last}</displayName><uri>sip:${one.user}@${one.domain}</uri>`
    return [
      packet(
        `INVITE sip:${other.user}@${other.domain} SIP/2.0`,
        [...head, 'Content-Type: application/xml'],
        `<presence>${note}</presence>`,
      ),
      packet(
        `MESSAGE sip:${other.user}@${other.domain} SIP/2.0`,
        [...head.slice(0, 4), `CSeq: 2 MESSAGE`, 'Content-Type: text/plain'],
        `${one.said}${CRLF}${prefix()}${one.said}`,
      ),
      packet(
        `INVITE sip:${other.user}@${other.domain} SIP/2.0`,
        [
          ...head.slice(0, 5),
          `Subject: ${one.said}`,
          'Content-Type: multipart/alternative;boundary=b',
        ],
        `--b${CRLF}Content-Type: text/plain${CRLF}${CRLF}${one.said}${CRLF}--b--`,
      ),
      ...addresses(one).map(
        (address) => `${prefix()}CUccSession::Note target ${address} is known${CRLF}`,
      ),
      `${prefix()}peer ${one.ipv6} and [${one.ipv6}]:5061 and ${one.ip}, as ::ffff:0:1${CRLF}`,
      `${prefix()}CFile::Open C:\\Users\\${one.home}\\AppData\\Local\\x.log and c:\\\\users\\\\${one.home.toUpperCase()}\\\\y${CRLF}`,
      `${prefix()}CFile::Open \\\\${one.host}\\${one.share}\\x.log for ${one.sid}${CRLF}`,
      `${prefix()}/home/${one.home}/x file:///Users/${one.home}/y callid=${one.call} deviceId=${one.instance}${CRLF}`,
      `${prefix()}dialed +${one.phone[0]} (${one.phone.slice(1, 4)}) ${one.phone.slice(4, 7)}-${one.phone.slice(7)} or ${one.phone.slice(1, 4)}-${one.phone.slice(4, 7)}-${one.phone.slice(7)}${CRLF}`,
      `${prefix()}user ${one.user} (${one.first} ${one.last}) on ${one.machine}, again ${one.machine.toLowerCase()} and ${one.user.toUpperCase()}${CRLF}`,
      `${prefix()}url https://${one.host}.${one.domain}/EWS/Exchange.asmx?email=${one.user}%2540${one.domain} Cookie: a=${one.ticket}${CRLF}`,
      `${prefix()}<t:Subject>${one.said}</t:Subject><t:Body BodyType="HTML">&lt;b&gt;${one.said}&lt;/b&gt;</t:Body>${CRLF}`,
      `${prefix()}cert CN=${one.first} ${one.last},OU=Users,DC=${one.ascii},DC=example and ${one.label.toUpperCase()}\\${one.user}${CRLF}`,
    ].join('')
  })
  return all.join('')
}

const powershell = (people: readonly Person[]) =>
  people
    .map(({ user, domain, first, last, phone, label, host }) =>
      [
        `DisplayName : ${first} ${last}`,
        `SipAddress : sip:${user}@${domain}`,
        `WindowsEmailAddress : ${user}@${domain}`,
        `LineURI : tel:+${phone};ext=${phone.slice(-4)}`,
        `SamAccountName : ${user}`,
        `RegistrarPool : ${host}.${domain}`,
        `Identity : CN=${first} ${last},OU=${label},DC=${label},DC=example`,
        'ClientPolicy :',
        '',
        '',
      ].join(CRLF),
    )
    .join('')

const manifest = (people: readonly Person[]) =>
  JSON.stringify(
    {
      schemaVersion: 1,
      tool: 'spoolscope-manifest',
      collectedAt: '2016-06-14T10:00:00Z',
      items: people.map(({ user, domain, home }, index) => ({
        path: `C:\\Users\\${home}\\AppData\\Local\\Microsoft\\Office\\16.0\\Lync\\sip_${user}@${domain}\\History Spooler\\0000000${index}.hist`,
      })),
    },
    null,
    1,
  )

const events = (people: readonly Person[]) =>
  people
    .map(
      ({ machine, user, domain, sid, ip, instance }) =>
        `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Lync'/><TimeCreated SystemTime='2016-06-14T08:11:12.123Z'/><Computer>${machine}.${domain}</Computer><Security UserID='${sid}'/></System><EventData><Data Name='x'>${user}&#64;${domain} at ${ip}; device id ${instance}, machine name: ${machine}</Data></EventData></Event>`,
    )
    .join(CRLF)

export function planted(): Planted {
  const next = random(20_160_614)
  const people = Array.from({ length: PEOPLE }, (_, index) => person(next, index))
  const [first] = people
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
  const files = new Map([
    ['Lync/Tracing/Lync-UccApi-0.UccApilog', Buffer.from(clientLog(people))],
    ['users.txt', utf16(powershell(people))],
    ['spoolscope-manifest.json', Buffer.from(manifest(people))],
    [`${first?.machine}/events.xml`, Buffer.from(events(people))],
    [
      `Lync/sip_${first?.user}@${first?.ascii}.example/History Spooler/00000001.hist`,
      Buffer.from('x'),
    ],
  ])
  return { files, secrets: people.flatMap(secretsOf) }
}
