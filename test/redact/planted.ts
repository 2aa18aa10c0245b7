import { domainToASCII } from 'node:url'
import { random } from '../support/random.ts'

const CRLF = '\r\n'
const PERSON_COUNT = 23

/**
 * A secret that no output may contain, in any encoding. Letters are in lower case, and phone
 * numbers have no separators.
 */
export interface Secret {
  readonly kind: string
  readonly text: string
}

/** A case with secrets in all forms that occur in logs and exports. `files`: bytes by path. */
export interface Planted {
  readonly files: ReadonlyMap<string, Buffer>
  readonly secrets: readonly Secret[]
}

type Person = ReturnType<typeof createPerson>

const base64 = (text: string, encoding: BufferEncoding = 'utf8') =>
  Buffer.from(text, encoding).toString('base64')
const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
const entities = (text: string) =>
  [...text]
    .map((character, index) =>
      index % 2
        ? `&#${character.codePointAt(0)};`
        : `&#x${character.codePointAt(0)?.toString(16)};`,
    )
    .join('')
const backslashEscapes = (text: string) =>
  [...text]
    .map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')

function createPerson(next: () => number, index: number) {
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
 * Variants of an address: plain, in upper case, with several kinds of escapes, and with both forms
 * of its domain.
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
    backslashEscapes(address),
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
  const all = people.map((person, index) => {
    const other = people[(index + 1) % people.length] ?? person
    const head = [
      `Via: SIP/2.0/TLS ${person.ip}:51241;received=${person.ip}`,
      `From: "${person.first} ${person.last}"${CRLF} <sip:${person.user}@${person.domain}>;tag=1;epid=${person.epid}`,
      `To: <sip:${other.user}@${CRLF}\t${other.domain}>`,
      `Call-ID: ${person.call}`,
      `CSeq: ${index + 1} INVITE`,
      `Contact: <sip:${person.user}@${person.domain};opaque=user:epid:${person.epid};gruu>;+sip.instance="<urn:uuid:${person.instance}>"`,
      `P-Asserted-Identity: <tel:+${person.phone}>`,
      `Authorization: Kerberos qop="auth", realm="SIP Communications Service", gssapi-data="${person.ticket}",${CRLF} targetname="sip/${person.host}.${person.domain}"`,
      `ms-text-format: text/plain; charset=UTF-8; ms-body=${base64(person.body)}`,
      `ms-diagnostics: 15030;reason="${person.first} ${person.last} is away";source="${person.host}.${person.domain}"`,
    ]
    const note = `<note xmlns="x">${person.said}\r\n${person.said}</note><displayName>${person.first} ${person.last}</displayName><uri>sip:${person.user}@${person.domain}</uri>`
    return [
      packet(
        `INVITE sip:${other.user}@${other.domain} SIP/2.0`,
        [...head, 'Content-Type: application/xml'],
        `<presence>${note}</presence>`,
      ),
      packet(
        `MESSAGE sip:${other.user}@${other.domain} SIP/2.0`,
        [...head.slice(0, 4), `CSeq: 2 MESSAGE`, 'Content-Type: text/plain'],
        `${person.said}${CRLF}${prefix()}${person.said}`,
      ),
      packet(
        `INVITE sip:${other.user}@${other.domain} SIP/2.0`,
        [
          ...head.slice(0, 5),
          `Subject: ${person.said}`,
          'Content-Type: multipart/alternative;boundary=b',
        ],
        `--b${CRLF}Content-Type: text/plain${CRLF}${CRLF}${person.said}${CRLF}--b--`,
      ),
      ...addresses(person).map(
        (address) => `${prefix()}CUccSession::Note target ${address} is known${CRLF}`,
      ),
      `${prefix()}peer ${person.ipv6} and [${person.ipv6}]:5061 and ${person.ip}, as ::ffff:0:1${CRLF}`,
      `${prefix()}CFile::Open C:\\Users\\${person.home}\\AppData\\Local\\x.log and c:\\\\users\\\\${person.home.toUpperCase()}\\\\y${CRLF}`,
      `${prefix()}CFile::Open \\\\${person.host}\\${person.share}\\x.log for ${person.sid}${CRLF}`,
      `${prefix()}/home/${person.home}/x file:///Users/${person.home}/y callid=${person.call} deviceId=${person.instance}${CRLF}`,
      `${prefix()}dialed +${person.phone[0]} (${person.phone.slice(1, 4)}) ${person.phone.slice(4, 7)}-${person.phone.slice(7)} or ${person.phone.slice(1, 4)}-${person.phone.slice(4, 7)}-${person.phone.slice(7)}${CRLF}`,
      `${prefix()}user ${person.user} (${person.first} ${person.last}) on ${person.machine}, again ${person.machine.toLowerCase()} and ${person.user.toUpperCase()}${CRLF}`,
      `${prefix()}url https://${person.host}.${person.domain}/EWS/Exchange.asmx?email=${person.user}%2540${person.domain} Cookie: a=${person.ticket}${CRLF}`,
      `${prefix()}<t:Subject>${person.said}</t:Subject><t:Body BodyType="HTML">&lt;b&gt;${person.said}&lt;/b&gt;</t:Body>${CRLF}`,
      `${prefix()}cert CN=${person.first} ${person.last},OU=Users,DC=${person.ascii},DC=example and ${person.label.toUpperCase()}\\${person.user}${CRLF}`,
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
  const people = Array.from({ length: PERSON_COUNT }, (_, index) => createPerson(next, index))
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
