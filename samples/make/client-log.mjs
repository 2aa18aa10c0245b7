// Builds a client log (Lync-UccApi-N.UccApilog) from the structure of the format. All names and
// addresses are invented.

const CRLF = '\r\n'
const SERVER = '192.0.2.20:443'
const LOCAL = '192.0.2.10:51241'

const two = (number) => String(number).padStart(2, '0')

/** `06/14/2016|10:11:12.123` in local time, `offset` minutes east of UTC. */
function stamp(at, offset) {
  const local = new Date(at + offset * 60_000)
  const day = `${two(local.getUTCMonth() + 1)}/${two(local.getUTCDate())}/${local.getUTCFullYear()}`
  return `${day}|${local.toISOString().slice(11, 23)}`
}

/** A log to which records are appended; times in milliseconds UTC. */
export class ClientLog {
  #lines = []

  constructor({ user, agent, offset = 120, server = 'RTC/6.0' }) {
    Object.assign(this, { user, agent, offset, server, call: 0 })
  }

  trace(at, text, level = 'TRACE', thread = '9F4') {
    this.#lines.push(`${stamp(at, this.offset)} 1A2C:${thread} ${level.padEnd(5)} :: ${text}`)
    return this
  }

  #packet(at, direction, startLine, headers, body = '') {
    const all = [...headers, `Content-Length: ${Buffer.byteLength(body)}`]
    const message = [startLine, ...all, '', body].join(CRLF)
    const where =
      direction === 'sent'
        ? ['Sending Packet', `${SERVER} (From Local Address: ${LOCAL})`]
        : ['Data Received', `${SERVER} (To Local Address: ${LOCAL})`]
    const title = `${where[0]} - ${where[1]} ${Buffer.byteLength(message)} bytes`
    this.trace(at, `${title}:`, 'INFO', '2B3C')
    this.trace(at, message, 'INFO', '2B3C')
    this.trace(at, `End of ${title}`, 'INFO', '2B3C')
    return this
  }

  send(at, startLine, headers, body) {
    return this.#packet(at, 'sent', startLine, [`User-Agent: ${this.agent}`, ...headers], body)
  }

  receive(at, startLine, headers, body) {
    return this.#packet(
      at,
      'received',
      startLine,
      [`Date: ${new Date(at).toUTCString()}`, `Server: ${this.server}`, ...headers],
      body,
    )
  }

  #parties(to, method, call, number = 1) {
    return [
      `From: <sip:${this.user}>;tag=a${call};epid=0011223344`,
      `To: <sip:${to}>`,
      `Call-ID: ${call}c0ffee@192.0.2.10`,
      `CSeq: ${number} ${method}`,
    ]
  }

  signIn(at) {
    const domain = this.user.split('@')[1]
    const call = ++this.call
    const parties = (number) => this.#parties(this.user, 'REGISTER', call, number)
    this.send(at, `REGISTER sip:${domain} SIP/2.0`, parties(1))
    this.receive(at + 140, 'SIP/2.0 401 Unauthorized', parties(1))
    this.send(at + 300, `REGISTER sip:${domain} SIP/2.0`, [...parties(2), 'Expires: 7200'])
    this.receive(at + 460, 'SIP/2.0 200 OK', [...parties(2), 'Expires: 7200'])
    return this
  }

  /** Adds the server's in-band provisioning: groups of properties that answer the subscription. */
  provisioning(at, groups) {
    const call = ++this.call
    const properties = (entries) =>
      Object.entries(entries)
        .map(([name, value]) => `<property name="${name}" >${value}</property>`)
        .join('')
    const body = `<provisionGroupList xmlns="http://schemas.microsoft.com/2006/09/sip/provisiongrouplist-notification">${Object.entries(
      groups,
    )
      .map(
        ([name, entries]) =>
          `<provisionGroup name="${name}"><propertyEntryList>${properties(entries)}</propertyEntryList></provisionGroup>`,
      )
      .join('')}</provisionGroupList>`
    const parties = this.#parties(this.user, 'SUBSCRIBE', call)
    this.send(at, `SUBSCRIBE sip:${this.user} SIP/2.0`, [
      ...parties,
      'Event: vnd-microsoft-provisioning-v2',
      'Accept: application/vnd-microsoft-roaming-provisioning-v2+xml',
    ])
    const type = 'Content-Type: application/vnd-microsoft-roaming-provisioning-v2+xml'
    return this.receive(
      at + 200,
      'SIP/2.0 200 OK',
      [...parties, 'Event: vnd-microsoft-provisioning-v2', type],
      body,
    )
  }

  /** Adds an instant message to someone who is offline: the server answers 480. */
  offlineMessage(at, recipient) {
    const call = ++this.call
    const parties = this.#parties(recipient, 'INVITE', call)
    this.send(at, `INVITE sip:${recipient} SIP/2.0`, [
      ...parties,
      'Contact: <sip:client@192.0.2.10>',
    ])
    return this.receive(at + 260, 'SIP/2.0 480 Temporarily Unavailable', [
      ...parties,
      'ms-diagnostics: 15030; reason="Failed to route to destination"; source="sip.contoso.example"',
    ])
  }

  /** Adds ordinary traffic between two moments: a keep-alive every two minutes, some presence. */
  quiet(from, to) {
    for (let at = from, turn = 0; at < to; at += 120_000, turn += 1) {
      this.trace(at, `CSIPClientConnection::SendKeepAlive sent, outstanding ${turn % 3}`)
      if (turn % 3 === 1) {
        const call = ++this.call
        this.receive(at + 40, `BENOTIFY sip:192.0.2.10:51241;transport=tls SIP/2.0`, [
          `From: <sip:alex@contoso.example>;tag=p${call}`,
          `To: <sip:${this.user}>;tag=b${call}`,
          `Call-ID: ${call}bada55@192.0.2.20`,
          `CSeq: ${turn + 1} BENOTIFY`,
          'Event: presence',
        ])
      }
    }
    return this
  }

  toString() {
    return this.#lines.join(CRLF) + CRLF
  }
}
