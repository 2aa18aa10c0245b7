import { describe, expect, it } from 'vitest'
import type { SipObservation } from '../../../src/model/observation.ts'
import type { Parser } from '../../../src/model/parser.ts'
import {
  formatSipHeaders,
  parseSipAddress,
  type SipMessage,
  sipHeader,
} from '../../../src/model/sip-message.ts'
import { clientLog } from '../../../src/parsers/client-log/client-log.ts'
import { clsText } from '../../../src/parsers/cls/cls-text.ts'
import { SipHead } from '../../../src/parsers/sip/sip-head.ts'
import { tracefmtText } from '../../../src/parsers/tracefmt/tracefmt-text.ts'
import { readBytes } from '../../support/read-bytes.ts'
import { TORTURE_MESSAGES, type TortureMessage, tortureText } from './torture-messages.ts'

const CRLF = '\r\n'
const PLACE = '192.0.2.20:443 (From Local Address: 192.0.2.10:51241)'
const PLAIN = (id: string) =>
  [
    'INVITE sip:lee@contoso.example SIP/2.0',
    'From: <sip:kim@contoso.example>;tag=1',
    'To: <sip:lee@contoso.example>',
    `Call-ID: ${id}`,
    'CSeq: 1 INVITE',
    'Content-Length: 0',
    '',
    '',
  ].join(CRLF)

/** A packet of a client log, or a record of another format. */
type Frame = (message: string, second: number) => string

const clientLogPacket: Frame = (message, second) => {
  const bytes = Buffer.byteLength(message)
  const prefix = `02/03/2016|10:11:${String(second).padStart(2, '0')}.123 1A2C:9F4 INFO  ::`
  return (
    `${prefix} Sending Packet - ${PLACE} ${bytes} bytes:${CRLF}${prefix} ${message}${CRLF}` +
    `${prefix} End of Sending Packet - ${PLACE} ${bytes} bytes${CRLF}`
  )
}
const clsRecord: Frame = (message, second) =>
  `TL_INFO(TF_PROTOCOL) [0]0C3C.1164::02/03/2016-10:11:${String(second).padStart(2, '0')}.124.00000015 ` +
  `(SIPStack,SIPAdminLog::ProtocolRecord::Flush:ProtocolRecord.cpp(265))[1] $$begin_record${CRLF}` +
  `Trace-Correlation-Id: 1${CRLF}Instance-Id: 1${CRLF}Direction: incoming${CRLF}` +
  `Peer: 192.0.2.1:5061${CRLF}Message-Type: request${CRLF}Start-Line: ${message}${CRLF}$$end_record${CRLF}`
const tracefmtRecord: Frame = (message, second) =>
  `[0]0C3C.1164::02/03/2016-10:11:${String(second).padStart(2, '0')}.124 ` +
  `[Lync] Sending Packet: ${CRLF}${message}${CRLF}`

const readSip = (parser: Parser, text: string) => {
  const { observations, tally } = readBytes(parser, text)
  const sip = observations.filter(
    (observation): observation is SipObservation => observation.kind === 'sip',
  )
  return { messages: sip.map(({ message }) => message), tally }
}

/** The values that `read` names. Of the headers, most are read but not kept. */
function shownOf(message: SipMessage, torture: TortureMessage) {
  const { read } = torture
  const text = tortureText(torture)
  const { headers } = new SipHead(text, text.indexOf('\n', text.search(/\S/)) + 1)
  const valuesOf = (name: string) =>
    headers.filter((header) => header.name === name).map(({ value }) => value)
  expect(message.headers).toBe(formatSipHeaders(headers))
  return {
    method: message.method,
    status: message.status,
    from: parseSipAddress(sipHeader(message, 'from')),
    to: parseSipAddress(sipHeader(message, 'to')),
    callId: sipHeader(message, 'call-id'),
    cseq: sipHeader(message, 'cseq'),
    headers: Object.fromEntries(
      Object.keys(read?.headers ?? {}).map((name) => [name, valuesOf(name)]),
    ),
  }
}

const expectedOf = ({ read }: TortureMessage) => ({
  method: read?.method,
  status: read?.status,
  from: read?.from,
  to: read?.to,
  callId: read?.callId,
  cseq: read?.cseq,
  headers: read?.headers ?? {},
})

describe('in a packet of a client log', () => {
  it.each(TORTURE_MESSAGES)('$section: reads $what, and the packets around it', (torture) => {
    const log =
      clientLogPacket(PLAIN('before'), 1) +
      clientLogPacket(tortureText(torture), 2) +
      clientLogPacket(PLAIN('after'), 3)
    const { messages, tally } = readSip(clientLog, log)
    const others = messages.filter((message) =>
      /^(?:before|after)$/.test(sipHeader(message, 'call-id') ?? ''),
    )
    expect(others.map((message) => sipHeader(message, 'call-id'))).toEqual(['before', 'after'])
    expect(others.every(({ damage }) => damage === undefined)).toBe(true)
    const [message, ...more] = messages.filter((other) => !others.includes(other))
    expect(more).toEqual([])
    if (torture.read === undefined || message === undefined) {
      expect(message).toBeUndefined()
      expect(torture.read).toBeUndefined()
      expect(tally.unreadable).toBe(1)
      return
    }
    expect(shownOf(message, torture)).toEqual(expectedOf(torture))
    expect(tally.unreadable).toBe(0)
    if (torture.read.damage === undefined && torture.trailing === undefined)
      expect(message.damage).toBeUndefined()
    else if (torture.read.damage !== undefined)
      expect(message.damage).toContain(torture.read.damage)
  })

  it('reads all that the RFC accepts, and has a message of each of its sections', () => {
    const unread = TORTURE_MESSAGES.filter(({ read }) => !read)
    expect(unread.filter(({ says }) => says === 'accepts it')).toEqual([])
    const sections = new Set(TORTURE_MESSAGES.map(({ section }) => section))
    for (const [group, count] of [
      ['3.1.1', 13],
      ['3.1.2', 19],
      ['3.2', 1],
      ['3.3', 15],
      ['3.4', 1],
    ] as const)
      for (let index = 1; index <= count; index += 1)
        expect(sections).toContain(`${group}.${index}`)
  })

  it('reads all of them in one log, in any pieces', () => {
    const log = TORTURE_MESSAGES.map((torture, index) =>
      clientLogPacket(tortureText(torture), index % 60),
    ).join('')
    const { messages } = readSip(clientLog, log)
    expect(messages).toHaveLength(TORTURE_MESSAGES.filter(({ read }) => read).length)
    for (const size of [1, 7, 100, 4096])
      expect(
        readBytes(clientLog, log, { pieces: [size] }).observations.filter(
          ({ kind }) => kind === 'sip',
        ).length,
      ).toBe(messages.length)
  })
})

describe.each([
  ['a trace of the server', clsText, clsRecord],
  ['a text of tracefmt', tracefmtText, tracefmtRecord],
] as const)('in %s', (_, parser, frame) => {
  it.each(TORTURE_MESSAGES)('$section: $what breaks no record around it', (torture) => {
    const log =
      frame(PLAIN('before'), 1) + frame(tortureText(torture), 2) + frame(PLAIN('after'), 3)
    const { messages } = readSip(parser, log)
    const ids = messages.map((message) => sipHeader(message, 'call-id'))
    expect(ids.at(0)).toBe('before')
    expect(ids.at(-1)).toBe('after')
    expect(ids.filter((id) => id === 'before' || id === 'after')).toHaveLength(2)
    const expected = torture.read
    const message = messages[1]
    if (messages.length === 3 && message && expected) expect(message.method).toBe(expected.method)
    else expect(messages.length).toBeLessThanOrEqual(3)
  })
})
