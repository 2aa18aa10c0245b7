const CRLF = '\r\n'
const PLACE = '192.0.2.20:443 (From Local Address: 192.0.2.10:51241)'

/** Builds a client log packet by packet, with one second between records, in UTC. */
export function packetLog(user: string, start: number) {
  const lines: string[] = []
  let at = start
  let call = 0
  const trace = (text: string): void => {
    at += 1000
    const [day = '', time = ''] = new Date(at).toISOString().split('T')
    const [year, month, date] = day.split('-')
    lines.push(`${month}/${date}/${year}|${time.slice(0, 12)} 1A2C:9F4 INFO  :: ${text}`)
  }
  const packet = (
    title: string,
    startLine: string,
    method: string,
    to: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ) => {
    const parties = [
      `From: <sip:${user}>;tag=1`,
      `To: <sip:${to}>`,
      `Call-ID: ${Math.ceil(++call / 2)}c0ffee`,
      `CSeq: ${call} ${method}`,
    ]
    const given = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    const message = [
      startLine,
      ...parties,
      ...given,
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join(CRLF)
    trace(`${title} - ${PLACE} ${Buffer.byteLength(message)} bytes:`)
    trace(message)
    trace(`End of ${title} - ${PLACE} ${Buffer.byteLength(message)} bytes`)
  }
  return {
    trace,
    sent: (
      startLine: string,
      method: string,
      to: string,
      headers: Readonly<Record<string, string>> = {},
      body = '',
    ) => packet('Sending Packet', startLine, method, to, headers, body),
    received: (
      startLine: string,
      method: string,
      to: string,
      headers: Readonly<Record<string, string>> = {},
      body = '',
    ) =>
      packet(
        'Data Received',
        startLine,
        method,
        to,
        { Date: new Date(at).toUTCString(), ...headers },
        body,
      ),
    text: () => lines.join(CRLF) + CRLF,
  }
}
